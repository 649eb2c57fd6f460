export const SPENDING_DIMENSIONS = ['tenant', 'requester', 'agent', 'payee', 'cost_centre'] as const;
export type SpendingDimension = (typeof SPENDING_DIMENSIONS)[number];

export const SPENDING_SPANS = ['transaction', 'day', 'week'] as const;
export type SpendingSpan = (typeof SPENDING_SPANS)[number];

/** How much may leave in one window of one dimension. */
export interface SpendingCap {
  readonly dimension: SpendingDimension;
  /** Whom it is for; left out: everybody who has no cap of their own. */
  readonly holder?: string;
  readonly span: SpendingSpan;
  readonly currency: string;
  /** Minor units of the currency. */
  readonly cap: number;
}

/** A day and a week, by dimension. A single payment is at most 100,000.00 in all of them. */
const SEEDED: Readonly<Record<SpendingDimension, { readonly day: number; readonly week: number }>> = {
  tenant: { day: 500_000_00, week: 1_500_000_00 },
  requester: { day: 250_000_00, week: 750_000_00 },
  agent: { day: 250_000_00, week: 750_000_00 },
  payee: { day: 150_000_00, week: 300_000_00 },
  cost_centre: { day: 250_000_00, week: 750_000_00 },
};

/** The seeded caps, in a currency with two minor digits: every window of every dimension has one, because without one nothing leaves. */
export function seededCaps(currency: string): readonly SpendingCap[] {
  return SPENDING_DIMENSIONS.flatMap((dimension) =>
    SPENDING_SPANS.map((span) => ({
      dimension,
      span,
      currency,
      cap: { transaction: 100_000_00, ...SEEDED[dimension] }[span],
    })),
  );
}
