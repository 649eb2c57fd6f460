import type { Family } from './family.ts';

const GROVES = ['SUP-FINCA', 'SUP-LIGUR', 'SUP-PUGLIA'];

/** What globex sells: little, and nothing of acme's but a SKU. */
export const OLIVE_OIL: readonly Family[] = [
  {
    prefix: 'OIL',
    description: 'Olive oil, {0}, {1}',
    unit: 'EA',
    suppliers: GROVES,
    priceMinor: 9_60,
    volume: 0.6,
    season: 'even',
    axes: [
      [
        'TAG|Taggiasca',
        'COR|Coratina',
        'ARB|Arbequina|0.9',
        'KOR|Koroneiki',
        'BIO|organic blend|1.3',
        'MIL|mild blend|0.8',
      ],
      ['250|250 ml|0.4', '500|500 ml|0.6', '1L|1 l', '3L|3 l can|2.7'],
    ],
  },
  {
    prefix: 'VIN',
    description: 'Vinegar, {0}, {1}',
    unit: 'EA',
    suppliers: ['SUP-LIGUR'],
    priceMinor: 5_20,
    volume: 0.4,
    season: 'even',
    axes: [
      ['BAL|balsamic of Modena|1.8', 'RED|red wine', 'WHI|white wine', 'SHE|sherry|1.4'],
      ['250|250 ml|0.6', '500|500 ml', '5L|5 l|4.2'],
    ],
  },
];
