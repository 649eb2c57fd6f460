import { addDays } from '@supercargo/kernel';
import type { DemoLine, DemoReturn } from './facts.ts';

/** The day so many days before another, such as `2026-11-19`. */
export function daysBefore(today: string, days: number): string {
  return addDays(today, -days);
}

/** A return that was only asked for. */
export const ASKED = {
  state: 'requested',
  ...{ refundMinor: null, decidedAt: null, rejectedBecause: null, receivedAt: null, closedAt: null, label: null },
} as const;

const MACHINE: DemoLine = {
  ...{ sku: 'EQP-ES1-230', description: 'Espresso machine, one group, 230 V', category: 'machines' },
  ...{ quantity: 1, priceMinor: 1_450_00 },
};
const GRINDER: DemoLine = {
  ...{ sku: 'EQP-GRH', description: 'Grinder, by hand, steel burrs', category: 'machines' },
  ...{ quantity: 1, priceMinor: 89_00 },
};
const GASKETS: DemoLine = {
  ...{ sku: 'SPR-GSK-AU1', description: 'Spare part, group gasket, for Aurora 1', category: 'parts' },
  ...{ quantity: 6, priceMinor: 5_50 },
};
const KETTLE: DemoLine = {
  ...{ sku: 'EQP-BOI-230', description: 'Water boiler, 230 V', category: 'machines' },
  ...{ quantity: 1, priceMinor: 512_00 },
};

/** The returns that the story is told with: one above the limit, one below, one without its label, one on its way back. */
export function acmeStory(today: string): readonly DemoReturn[] {
  const at = (days: number, time: string): string => `${daysBefore(today, days)}T${time}:00.000Z`;
  return [
    {
      ...{ id: 'RMA-3001', order: 'SO-1003', customer: 'CUS-CARLA' },
      reason: 'defective',
      words: 'The pump stops after ten seconds and the display shows an error. We need our money back, not a repair.',
      ...{ orderedOn: daysBefore(today, 14), deliveredOn: daysBefore(today, 9), requestedAt: at(2, '09:12') },
      ...ASKED,
      lines: [MACHINE],
    },
    {
      ...{ id: 'RMA-3002', order: 'SO-1004', customer: 'CUS-CARLOS' },
      reason: 'wrong_item',
      words: 'I ordered the one with ceramic burrs.',
      ...{ orderedOn: daysBefore(today, 12), deliveredOn: daysBefore(today, 7), requestedAt: at(1, '16:40') },
      ...ASKED,
      lines: [GRINDER],
    },
    {
      ...{ id: 'RMA-3003', order: 'SO-0987', customer: 'CUS-0003' },
      reason: 'wrong_item',
      words: null,
      ...{ orderedOn: daysBefore(today, 20), deliveredOn: daysBefore(today, 15), requestedAt: at(5, '08:05') },
      ...ASKED,
      state: 'approved',
      ...{ refundMinor: 33_00, decidedAt: at(3, '10:30') },
      lines: [GASKETS],
    },
    {
      ...{ id: 'RMA-3004', order: 'SO-0972', customer: 'CUS-0004' },
      reason: 'damaged',
      words: 'The parcel was open and the housing is cracked.',
      ...{ orderedOn: daysBefore(today, 26), deliveredOn: daysBefore(today, 19), requestedAt: at(9, '13:20') },
      ...ASKED,
      state: 'label_issued',
      ...{ refundMinor: 512_00, decidedAt: at(7, '09:00') },
      lines: [KETTLE],
      label: { carrier: 'CAR-SWIFT', costMinor: 14_90, tracking: 'SW418805221', issuedAt: at(6, '11:15') },
    },
  ];
}

const OIL: DemoLine = {
  ...{
    sku: 'OIL-5L',
    description: 'Olive oil, extra virgin, 5 l can',
    category: 'oil',
    quantity: 4,
    priceMinor: 41_00,
  },
};

export function globexStory(today: string): readonly DemoReturn[] {
  const at = (days: number, time: string): string => `${daysBefore(today, days)}T${time}:00.000Z`;
  return [
    {
      ...{ id: 'RMA-3001', order: 'SO-1003', customer: 'CUS-CARLA' },
      reason: 'damaged',
      words: 'Two cans leak.',
      ...{ orderedOn: daysBefore(today, 10), deliveredOn: daysBefore(today, 6), requestedAt: at(3, '07:45') },
      ...ASKED,
      lines: [OIL],
    },
    {
      ...{ id: 'RMA-3101', order: 'SO-1101', customer: 'CUS-0003' },
      reason: 'not_as_described',
      words: null,
      ...{ orderedOn: daysBefore(today, 18), deliveredOn: daysBefore(today, 13), requestedAt: at(11, '15:10') },
      ...ASKED,
      state: 'approved',
      ...{ refundMinor: 164_00, decidedAt: at(10, '09:20') },
      lines: [OIL],
    },
  ];
}
