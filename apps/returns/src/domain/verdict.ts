import { dayOf, daysBetween, type Money } from '@supercargo/kernel';

/** A rule of the company's return policy, for a reason and a category of goods. */
export interface Rule {
  readonly windowDays: number;
  /** What restocking costs, in hundredths of a per cent of the value. */
  readonly restockingBp: number;
  /** Above this value a return is looked at more closely. */
  readonly limit: Money;
}

/** What a return claims, as far as the policy judges it. */
export interface Claim {
  readonly currency: string;
  readonly deliveredOn: string | null;
  readonly requestedAt: Date;
  /** Null where no rule says anything about a line. */
  readonly lines: readonly { readonly valueMinor: bigint; readonly rule: Rule | null }[];
}

export const WINDOWS = ['inside', 'outside', 'unknown', 'no_rule'] as const;

/** Whether it was asked for in time; unknown without a day of delivery, no_rule where the policy says nothing. */
export type Window = (typeof WINDOWS)[number];

export interface Verdict {
  readonly window: Window;
  /** Negative where it was asked for before the goods came. */
  readonly daysAfterDelivery: number | null;
  /** The shortest of its lines. */
  readonly windowDays: number | null;
  readonly value: Money;
  readonly restockingFee: Money | null;
  readonly refund: Money | null;
  /** The lowest of its lines, where all are in the return's currency. */
  readonly limit: Money | null;
  readonly isAboveLimit: boolean | null;
}

const BP = 10_000n;

/** What the policy says of a return: every line by its own rule, the whole by the strictest of them. */
export function judge({ currency, deliveredOn, requestedAt, lines }: Claim): Verdict {
  const rules = lines.flatMap(({ rule }) => rule ?? []);
  const value = { minor: lines.reduce((sum, { valueMinor }) => sum + valueMinor, 0n), currency };
  const daysAfterDelivery = deliveredOn === null ? null : daysBetween(deliveredOn, dayOf(requestedAt));
  if (rules.length < lines.length || lines.length === 0) {
    const nothing = { windowDays: null, restockingFee: null, refund: null, limit: null, isAboveLimit: null };
    return { window: 'no_rule', daysAfterDelivery, value, ...nothing };
  }
  const windowDays = Math.min(...rules.map((rule) => rule.windowDays));
  const fee = lines.reduce(
    (sum, { valueMinor, rule }) => sum + (valueMinor * BigInt(rule?.restockingBp ?? 0)) / BP,
    0n,
  );
  const limit = lowest(rules, currency);
  return {
    window: daysAfterDelivery === null ? 'unknown' : daysAfterDelivery <= windowDays ? 'inside' : 'outside',
    daysAfterDelivery,
    windowDays,
    value,
    restockingFee: { minor: fee, currency },
    refund: { minor: value.minor - fee, currency },
    limit,
    isAboveLimit: limit === null ? null : value.minor > limit.minor,
  };
}

function lowest(rules: readonly Rule[], currency: string): Money | null {
  if (rules.some(({ limit }) => limit.currency !== currency)) return null;
  const minor = rules.reduce<bigint | null>(
    (least, { limit }) => (least === null || limit.minor < least ? limit.minor : least),
    null,
  );
  return minor === null ? null : { minor, currency };
}
