import type { Family } from './family.ts';

const POTTERS = ['SUP-LOZA', 'SUP-MINO', 'SUP-SELB'];
const STEEL = ['SUP-ACIER', 'SUP-SOLING'];

/** What drinks are made with and served in. */
export const KITCHEN: readonly Family[] = [
  {
    prefix: 'CRK',
    description: '{0}, stoneware, {1}, {2}',
    unit: 'EA',
    suppliers: POTTERS,
    priceMinor: 5_30,
    volume: 0.7,
    season: 'winter',
    axes: [
      [
        ...['ESC|Espresso cup|0.7', 'ESS|Espresso saucer|0.5', 'CAP|Cappuccino cup', 'CAS|Cappuccino saucer|0.6'],
        ...[
          'MUG|Mug|1.2',
          'LAT|Latte bowl|1.4',
          'TEC|Tea cup',
          'TPT|Teapot|4.2',
          'MLK|Milk jug|1.9',
          'SUG|Sugar bowl|2.1',
        ],
      ],
      ['WHI|white', 'SAN|sand', 'SAG|sage', 'NAV|navy', 'TER|terracotta', 'CHA|charcoal', 'OCH|ochre', 'ROS|rose'],
      ['GLO|gloss', 'MAT|matt|1.1'],
    ],
  },
  {
    prefix: 'GLS',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: ['SUP-BOHEM', 'SUP-MURANO'],
    priceMinor: 3_80,
    volume: 0.8,
    season: 'summer',
    axes: [
      [
        ...[
          'TUM|Tumbler',
          'DBL|Double-wall glass|2.4',
          'CAR|Carafe|3.6',
          'LAT|Latte glass',
          'IRI|Irish coffee glass|1.5',
        ],
        ...[
          'SHO|Shot glass|0.6',
          'CBR|Cold brew bottle|2.8',
          'JAR|Storage jar|1.9',
          'TEG|Tea glass|0.8',
          'SRV|Range server|4.1',
        ],
      ],
      ['080|80 ml|0.6', '200|200 ml|0.8', '300|300 ml', '400|400 ml|1.2', '600|600 ml|1.7'],
    ],
  },
  {
    prefix: 'BAR',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: ['SUP-BARIS', 'SUP-SOLING', 'SUP-KYOTO'],
    priceMinor: 19_00,
    volume: 0.35,
    season: 'winter',
    axes: [
      [
        ...[
          'TAM|Tamper',
          'LEV|Leveller',
          'MAT|Tamping mat|0.6',
          'PIT|Milk pitcher',
          'PTE|Milk pitcher, Teflon|1.3',
          'KNO|Knock box|1.6',
        ],
        ...[
          'SCA|Scale|3.2',
          'THE|Thermometer|0.7',
          'BRU|Group brush|0.5',
          'DOS|Dosing cup',
          'DIS|Distribution needle|0.9',
          'SHK|Shaker|1.2',
        ],
        ...[
          'FUN|Dosing funnel',
          'SPO|Cupping spoon|0.6',
          'TIM|Shot timer|0.9',
          'KET|Gooseneck kettle|4.1',
          'DRI|Pour-over dripper|1.1',
        ],
        ...['STA|Dripper stand|2.3', 'CAN|Vacuum canister|1.7', 'MOK|Moka pot|1.5'],
      ],
      ['51|size 51', '53|size 53', '54|size 54', '58|size 58|1.1', '58P|size 58, professional|1.8'],
    ],
  },
  {
    prefix: 'CLN',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: ['SUP-SAUBER'],
    priceMinor: 8_60,
    volume: 0.8,
    season: 'even',
    axes: [
      [
        ...[
          'GHP|Group head powder',
          'GHT|Group head tablets|1.1',
          'MLK|Milk system cleaner',
          'DES|Descaler',
          'GRI|Grinder cleaner|1.3',
        ],
        ...[
          'DIS|Dishwasher powder|0.7',
          'RIN|Rinse aid|0.6',
          'SUR|Surface cleaner|0.5',
          'GLA|Glass cleaner|0.4',
          'SAN|Hand sanitiser|0.5',
        ],
        ...[
          'SOA|Hand soap|0.4',
          'SPO|Sponges|0.3',
          'MIC|Microfibre cloths|0.8',
          'BRU|Cleaning brushes|0.9',
          'BIN|Bin liners|0.5',
        ],
      ],
      ['S|small|0.5', 'M|medium', 'L|large|1.8', 'P|professional|3.4'],
    ],
  },
  {
    prefix: 'KIT',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: STEEL,
    priceMinor: 14_20,
    volume: 0.4,
    season: 'even',
    axes: [
      [
        ...[
          'TRA|Serving tray',
          'TON|Tongs|0.5',
          'LAD|Ladle|0.7',
          'SCO|Scoop|0.6',
          'CBO|Cutting board|1.3',
          'KNI|Bread knife|1.8',
        ],
        ...[
          'PAN|Sauce pan|2.2',
          'GNP|Gastronorm pan',
          'GNL|Gastronorm lid|0.6',
          'SIE|Sieve|0.8',
          'FUN|Funnel|0.5',
          'JUG|Measuring jug|0.7',
        ],
        ...[
          'WHI|Whisk|0.6',
          'SPA|Spatula|0.4',
          'DIS|Cake stand|2.1',
          'BEL|Counter bell|0.7',
          'CHA|Chalkboard|1.5',
          'APR|Apron|1.4',
        ],
        ...[
          'TOW|Bar towels|0.6',
          'NAP|Napkin holder|0.7',
          'SHA|Sugar shaker|0.5',
          'TEA|Tea strainer|0.5',
          'COZ|Tea cosy|0.8',
          'CRT|Cup crate|1.7',
          'TRO|Trolley|9.5',
        ],
      ],
      ['S|small|0.7', 'M|medium', 'L|large|1.4', 'XL|extra large|1.9', 'BLK|black|1.1', 'STE|steel|1.2'],
    ],
  },
];
