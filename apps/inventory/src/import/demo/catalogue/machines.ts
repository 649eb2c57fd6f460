import type { Family } from './family.ts';

/** Machines, and what keeps them running. */
export const MACHINES: readonly Family[] = [
  {
    prefix: 'EQP',
    description: '{0}, {1}',
    unit: 'EA',
    suppliers: ['SUP-MACCH', 'SUP-RHEIN'],
    priceMinor: 640_00,
    volume: 0.05,
    season: 'even',
    axes: [
      [
        ...[
          'ES1|Espresso machine, one group|2.6',
          'ES2|Espresso machine, two groups|6.2',
          'GRE|Grinder, espresso',
          'GRF|Grinder, filter|1.1',
        ],
        ...[
          'BAT|Batch brewer',
          'BOI|Water boiler|0.8',
          'SOF|Water softener|0.3',
          'BLE|Blender|0.6',
          'ICE|Ice maker|1.9',
          'FRI|Milk fridge|0.7',
        ],
        ...['DIS|Hot chocolate dispenser|0.5', 'ROA|Sample roaster|4.8'],
      ],
      ['230|230 V', '400|400 V|1.15', '230B|230 V, black|1.05', '230S|230 V, steel|1.08', '230R|230 V, renewed|0.6'],
    ],
  },
  {
    prefix: 'SPR',
    description: 'Spare part, {0}, for {1}',
    unit: 'EA',
    suppliers: ['SUP-MACCH', 'SUP-RHEIN', 'SUP-DICHT'],
    priceMinor: 11_00,
    volume: 0.25,
    season: 'even',
    axes: [
      [
        ...[
          'GSK|group gasket|0.5',
          'SHS|shower screen|0.8',
          'PMP|vibration pump|3.1',
          'RPM|rotary pump|9.2',
          'BUR|burr set|5.4',
          'VAL|solenoid valve|3.4',
        ],
        ...[
          'PRV|pressure relief valve|2.2',
          'THM|thermostat|1.6',
          'PID|temperature controller|7.9',
          'HEA|heating element|5.1',
          'PRB|level probe|1.3',
        ],
        ...[
          'STM|steam tip|0.9',
          'STW|steam wand|3.8',
          'KNB|steam knob|0.8',
          'DRP|drip tray|2.7',
          'GRT|drip grate|1.9',
          'HOP|bean hopper|4.3',
        ],
        ...[
          'PFH|portafilter handle|1.7',
          'PFS|portafilter spout|1.1',
          'BK1|single basket|0.7',
          'BK2|double basket|0.8',
          'BKX|precision basket|2.3',
        ],
        ...[
          'ORG|O-ring set|0.4',
          'HOS|braided hose|1.2',
          'SWI|power switch|0.6',
          'DSP|display|8.4',
          'FLW|flow meter|2.9',
          'GAU|pressure gauge|1.8',
        ],
        ...['FTS|foot set|0.5', 'BRD|control board|12.5'],
      ],
      [
        ...['AU1|Aurora 1', 'AU2|Aurora 2|1.2', 'DEL|Delta', 'LUN|Luna|0.9', 'MAE|Maestro|1.3', 'PIC|Piccolo|0.8'],
        ...['TOR|Torino|1.1', 'VEN|Vento'],
      ],
    ],
  },
];
