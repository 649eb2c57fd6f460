import { expect, test } from 'vitest';
import { nextStep, type OrderFacts } from './next-step.ts';

const FACTS: OrderFacts = {
  ...{ state: 'allocated', promisedOn: '2026-11-30', today: '2026-11-21', late: null, flagsOpen: 0 },
};
const LATE = { shipmentNumber: 'SHP-1', daysLate: 1 };

test.each<[Partial<OrderFacts>, string, string]>([
  [{}, 'wait', 'it is allocated and promised for 2026-11-30'],
  [{ promisedOn: null }, 'wait', 'no day is promised'],
  [{ state: 'delivered' }, 'none', 'the order is delivered'],
  [{ state: 'cancelled', flagsOpen: 1 }, 'settle_the_flag', 'the order is cancelled, and one flag is open'],
  [{ state: 'delivered', late: LATE, flagsOpen: 2 }, 'settle_the_flag', 'the order is delivered, and 2 flags are open'],
  [
    { late: LATE, flagsOpen: 1 },
    'find_the_shipment',
    'shipment SHP-1 is 1 day late: ask logistics where it is and when it comes',
  ],
  [
    { late: { ...LATE, daysLate: null }, flagsOpen: 1 },
    'find_the_shipment',
    'shipment SHP-1 is late: ask logistics where it is and when it comes',
  ],
  [
    { late: { shipmentNumber: null, daysLate: null }, flagsOpen: 1 },
    'find_out_why',
    'its shipment is flagged as late, without a number',
  ],
  [{ promisedOn: '2026-11-20' }, 'find_out_why', 'it was promised 1 day ago, is allocated and nobody flagged why'],
  [{ promisedOn: '2026-11-21' }, 'wait', 'it is allocated and promised for 2026-11-21'],
  [{ flagsOpen: 1 }, 'settle_the_flag', 'one flag is open'],
  [
    { state: 'placed', promisedOn: '2026-11-24' },
    'allocate',
    'it is promised in 3 days and nothing is allocated to it',
  ],
  [{ state: 'placed', promisedOn: '2026-11-25' }, 'wait', 'it is placed and promised for 2026-11-25'],
])('%j: %s, because %s', (facts, step, why) => {
  expect(nextStep({ ...FACTS, ...facts })).toEqual({ step, why });
});
