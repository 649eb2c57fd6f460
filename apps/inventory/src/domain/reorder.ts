import { addDays, dayOf, ok, refuse, times, type Money, type Result } from '@supercargo/kernel';

/** What is known of an item when it is to be reordered. Null is "not recorded", never zero. */
export interface ReorderFacts {
  readonly sku: string;
  readonly supplierId: string | null;
  readonly price: Money | null;
}

export interface ReorderDecision {
  readonly supplierId: string;
  readonly price: Money;
  readonly amount: Money;
}

export type ReorderRefusal = 'no_supplier' | 'no_price' | 'amount_too_large';

/** The most units that one purchase order is asked for. */
export const REORDER_UNITS_MAX = 1_000_000;

/** The largest amount of one purchase order that the ledger keeps, in minor units. */
export const AMOUNT_MINOR_MAX = 10n ** 15n;

/** Whether an item can be reordered, and for how much: price times quantity, in the price's currency. */
export function decideReorder(facts: ReorderFacts, quantity: number): Result<ReorderDecision, ReorderRefusal> {
  if (facts.supplierId === null) return refuse('no_supplier');
  if (facts.price === null) return refuse('no_price');
  const amount = times(facts.price, BigInt(quantity));
  if (amount.minor > AMOUNT_MINOR_MAX) return refuse('amount_too_large');
  return ok({ supplierId: facts.supplierId, price: facts.price, amount });
}

/** The day on which goods ordered at this instant are due, in UTC as ISO 8601; null where the lead time is not recorded. */
export function expectedOn(orderedAt: Date, leadTimeDays: number | null): string | null {
  return leadTimeDays === null ? null : addDays(dayOf(orderedAt), leadTimeDays);
}
