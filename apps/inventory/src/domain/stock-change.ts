import { ok, refuse, type Result } from '@supercargo/kernel';

/** What is recorded of an item in one warehouse. */
export interface Recorded {
  readonly onHand: number;
  readonly allocated: number;
}

/** How the stock of one place changes; null before is "not recorded", which is not zero. */
export interface StockChange {
  readonly before: number | null;
  readonly after: number;
}

export type AdjustmentRefusal = 'nothing_recorded' | 'not_on_hand';
export type TransferRefusal = 'same_warehouse' | 'nothing_recorded' | 'not_available';

/** What an adjustment makes of the stock: never less than nothing, and nothing is taken off what nobody recorded. */
export function decideAdjustment(
  stock: Recorded | undefined,
  change: number,
): Result<StockChange & { readonly isBelowAllocated: boolean }, AdjustmentRefusal> {
  if (stock === undefined && change < 0) return refuse('nothing_recorded');
  const after = (stock?.onHand ?? 0) + change;
  if (after < 0) return refuse('not_on_hand');
  return ok({ before: stock?.onHand ?? null, after, isBelowAllocated: after < (stock?.allocated ?? 0) });
}

/** What a transfer makes of two stocks of an item: what is allocated stays, and the sum of both stays the same. */
export function decideTransfer(
  from: { readonly warehouse: string; readonly stock: Recorded | undefined },
  to: { readonly warehouse: string; readonly stock: Recorded | undefined },
  quantity: number,
): Result<{ readonly from: StockChange; readonly to: StockChange }, TransferRefusal> {
  if (from.warehouse === to.warehouse) return refuse('same_warehouse');
  if (from.stock === undefined) return refuse('nothing_recorded');
  if (from.stock.onHand - from.stock.allocated < quantity) return refuse('not_available');
  return ok({
    from: { before: from.stock.onHand, after: from.stock.onHand - quantity },
    to: { before: to.stock?.onHand ?? null, after: (to.stock?.onHand ?? 0) + quantity },
  });
}
