import { SPENDING_DIMENSIONS, SPENDING_SPANS, type Founding } from '@supercargo/policy';

export const PERSON = 'mara';
/** Who releases payments. */
export const RELEASER = 'felix';

const CURRENCY = 'EUR';
/** More than any benchmark spends. */
const everything = 1_000_000_000_00;

const CONSENTED = [
  { server: 'inventory', tool: 'create_reorder' },
  { server: 'payments', tool: 'release_payment' },
];

/** A company of the benchmarks: consent is enough for what they ask, and its totals and caps are never full. */
export function founding(name: string): Founding {
  return {
    name,
    currency: CURRENCY,
    scripted: true,
    people: [
      { id: PERSON, name: 'Mara Lindqvist', roles: ['supply_chain_manager'] },
      { id: RELEASER, name: 'Felix Brandt', roles: ['finance'] },
    ],
    policy: {
      note: 'Totals that no benchmark fills.',
      rules: CONSENTED.map((subject) => ({
        ...{ ...subject, currency: CURRENCY, over_minor: -1 },
        ...{ tier: 'consent', quorum: 1, need_role: null },
      })),
      consent_limits: (['requester', 'server'] as const).map((dimension) => ({
        ...{ dimension, currency: CURRENCY, cap: everything },
      })),
      spending_caps: SPENDING_DIMENSIONS.flatMap((dimension) =>
        SPENDING_SPANS.map((span) => ({ dimension, span, currency: CURRENCY, cap: everything })),
      ),
    },
  };
}
