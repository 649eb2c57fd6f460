import type { Family } from './family.ts';

const CONVERTERS = ['SUP-KRAFT', 'SUP-FOLIA', 'SUP-NORDPAP'];
const CUP_MAKERS = ['SUP-CUPPA', 'SUP-NORDPAP', 'SUP-GREENCUP'];

/** What goods and drinks leave the house in. */
export const PACKAGING: readonly Family[] = [
  {
    prefix: 'BAG',
    description: '{0}, {1}, {2}',
    unit: 'EA',
    suppliers: CONVERTERS,
    priceMinor: 27,
    volume: 9,
    season: 'winter',
    axes: [
      [
        ...['VAL|Valve bag, side gusset', 'FLB|Flat-bottom bag with zip|1.3', 'STU|Stand-up pouch|0.9'],
        ...['TIN|Tin-tie bag|0.8', 'CAR|Paper carrier bag|0.7'],
      ],
      ['KRA|kraft', 'BLK|matt black|1.1', 'WHI|white', 'FOI|foil|1.2'],
      ['100|100 g|0.6', '250|250 g|0.7', '500|500 g|0.85', '1KG|1 kg', '2KG|2 kg|1.5', '5KG|5 kg|2.2'],
    ],
  },
  {
    prefix: 'CUP',
    description: '{0} cup, {1}, {2}, sleeve of 50',
    unit: 'XPK',
    suppliers: CUP_MAKERS,
    priceMinor: 3_10,
    volume: 3,
    season: 'even',
    axes: [
      [
        ...['SGW|Single-wall paper', 'DBW|Double-wall paper|1.5', 'RIP|Ripple-wall paper|1.6'],
        ...['COM|Compostable paper|1.8', 'ICE|Clear cold', 'BAG|Bagasse|1.7'],
      ],
      ['100|100 ml|0.6', '200|200 ml|0.8', '250|250 ml', '300|300 ml|1.1', '400|400 ml|1.3', '500|500 ml|1.5'],
      ['WHI|white', 'KRA|kraft', 'BLK|black|1.1', 'PRI|printed|1.3'],
    ],
  },
  {
    prefix: 'LID',
    description: 'Lid, {0}, {1}, {2}, sleeve of 100',
    unit: 'XPK',
    suppliers: CUP_MAKERS,
    priceMinor: 2_90,
    volume: 3,
    season: 'summer',
    axes: [
      ['SIP|sip-through', 'FLA|flat with straw slot', 'DOM|dome|1.2', 'FIB|moulded fibre|1.6', 'SEA|sealed|1.1'],
      ['63|63 mm|0.7', '73|73 mm|0.8', '80|80 mm', '90|90 mm|1.1', '95|95 mm|1.2', '98|98 mm|1.2'],
      ['WHI|white', 'BLK|black', 'CLR|clear|0.9'],
    ],
  },
  {
    prefix: 'BOX',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: CONVERTERS,
    priceMinor: 92,
    volume: 4,
    season: 'winter',
    axes: [
      [
        ...['SHI|Shipping carton, single wall', 'SHD|Shipping carton, double wall|1.5', 'MAI|Mailer box, kraft|1.1'],
        ...['GIF|Gift box with window|2.6', 'TUB|Postal tube|1.2'],
      ],
      [
        ...['150|150 × 100 × 80 mm|0.5', '200|200 × 150 × 100 mm|0.6', '250|250 × 200 × 100 mm|0.8'],
        ...['300|300 × 200 × 150 mm', '350|350 × 250 × 150 mm|1.2', '400|400 × 300 × 200 mm|1.5'],
        ...['450|450 × 350 × 250 mm|1.9', '500|500 × 400 × 300 mm|2.4', '600|600 × 400 × 300 mm|2.8'],
        ...['600H|600 × 400 × 400 mm|3.1', '780|780 × 580 × 380 mm|4.6', '1180|1180 × 780 × 580 mm|8.2'],
      ],
    ],
  },
  {
    prefix: 'PKG',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: CONVERTERS,
    priceMinor: 4_60,
    volume: 1,
    season: 'even',
    axes: [
      [
        ...[
          'TAP|Packing tape, paper|0.7',
          'TAC|Packing tape, clear|0.5',
          'STR|Stretch film|1.9',
          'HON|Honeycomb paper|2.2',
        ],
        ...['LAB|Labels, thermal|1.4', 'VOI|Void fill, paper|2.6', 'EDG|Edge protectors', 'LIN|Pallet liner|1.2'],
        ...['STP|Strapping, polyester|3.1', 'TIS|Tissue paper|1.1'],
      ],
      ['S|small', 'M|medium|1.4', 'L|large|1.9'],
    ],
  },
  {
    prefix: 'FIL',
    description: 'Filter, {0}, {1}',
    unit: 'XPK',
    suppliers: ['SUP-FILTRA', 'SUP-KYOTO'],
    priceMinor: 4_40,
    volume: 1.6,
    season: 'even',
    axes: [
      [
        ...[
          'V60|cone 60°',
          'WAV|wave',
          'BAS|basket',
          'CHX|bonded square|1.8',
          'AER|round for press|0.8',
          'TEA|tea bag, empty|0.7',
        ],
        ...[
          'CLO|cloth|2.2',
          'MOK|moka disc|0.9',
          'COL|cold brew sack|2.5',
          'PER|percolator disc|0.9',
          'SYP|siphon|1.4',
          'BAT|batch brewer|1.5',
        ],
      ],
      [
        '01|size 01, 100 sheets|0.9',
        '02|size 02, 100 sheets',
        '03|size 03, 100 sheets|1.2',
        '02N|size 02, unbleached',
        '500|500 sheets|3.6',
      ],
    ],
  },
];
