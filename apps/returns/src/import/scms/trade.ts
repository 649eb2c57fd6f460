import { SCMS_CURRENCY, type ScmsTrade } from '@supercargo/imports';
import { writeFirstPolicy, type FirstRule } from './store/write.ts';

const DEFECTS = ['damaged', 'defective', 'wrong_item', 'not_as_described'] as const;

/** A return policy to begin with, in the file's currency: the tenant's own from then on. */
const FIRST_POLICY: readonly FirstRule[] = [
  ...DEFECTS.map((reason) => ({ reason, windowDays: 30, restockingBp: 0 })),
  { reason: 'arrived_late' as const, windowDays: 14, restockingBp: 0 },
  { reason: 'changed_mind' as const, windowDays: 14, restockingBp: 10_00 },
  { reason: 'other' as const, windowDays: 14, restockingBp: 15_00 },
].map((rule) => ({ ...rule, category: 'any', limitMinor: 1_000_00 }));

/**
 * What Returns takes from the SCMS delivery history: nothing. The file tells of no return, so none is made up; the company gets a return
 * policy to begin with, where it has none, as it gets people and a policy of approvals.
 */
export const SCMS: ScmsTrade<'policyRules'> = {
  format: 1,
  keepsColumns: false,
  rowOf: () => ({}),
  write: async (tx) => ({
    rows: { policyRules: await writeFirstPolicy(tx, FIRST_POLICY, SCMS_CURRENCY) },
    counts: {},
    names: [],
    says: ['the file tells of no returns, and none were made up; the return policy is one to begin with'],
  }),
};
