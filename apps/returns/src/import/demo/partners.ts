import { ACME_CUSTOMERS, GLOBEX_CUSTOMERS } from '@supercargo/imports';
import type { DemoFacts, DemoRule } from './facts.ts';

/** Whom and what a company's returns are about. */
export type Partners = Omit<DemoFacts, 'returns' | 'sold'>;

const DEFECTS = ['damaged', 'defective', 'wrong_item', 'not_as_described'] as const;

/** Nobody pays for what is not theirs to answer for; a change of mind is welcome for two weeks, and not at all with what is eaten. */
const POLICY: readonly DemoRule[] = [
  ...DEFECTS.map((reason) => ({ reason, category: 'any', windowDays: 30, restockingBp: 0, limitMinor: 1_000_00 })),
  { reason: 'defective', category: 'machines', windowDays: 730, restockingBp: 0, limitMinor: 1_000_00 },
  { reason: 'arrived_late', category: 'any', windowDays: 14, restockingBp: 0, limitMinor: 1_000_00 },
  { reason: 'changed_mind', category: 'any', windowDays: 14, restockingBp: 10_00, limitMinor: 500_00 },
  { reason: 'changed_mind', category: 'coffee', windowDays: 0, restockingBp: 50_00, limitMinor: 100_00 },
  { reason: 'other', category: 'any', windowDays: 14, restockingBp: 15_00, limitMinor: 500_00 },
];

const CARRIERS: Partners['carriers'] = [
  { id: 'CAR-BLUE', name: 'Blue Anchor Shipping', labelMinor: 18_50 },
  { id: 'CAR-RAIL', name: 'Rhein-Elbe Rail Cargo', labelMinor: 9_80 },
  { id: 'CAR-SWIFT', name: 'Swift Air Freight', labelMinor: 14_90 },
];

export const ACME_PARTNERS: Partners = {
  customers: ACME_CUSTOMERS,
  carriers: CARRIERS,
  policy: POLICY,
};

// The other company's returns have the same numbers and another policy: what a hole in the wall would show.
export const GLOBEX_PARTNERS: Partners = {
  customers: GLOBEX_CUSTOMERS,
  carriers: [{ id: 'CAR-SWIFT', name: 'Ligure Corriere', labelMinor: 7_77 }],
  policy: DEFECTS.map((reason) => ({ reason, category: 'any', windowDays: 21, restockingBp: 0, limitMinor: 300_00 })),
};
