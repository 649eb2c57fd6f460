import type { DailyUse } from './daily-use.ts';
import { REORDER_UNITS_MAX } from './reorder.ts';

/** What a reorder is to last for, once it has come. */
export const COVER_DAYS = 30;

export interface LowStockFacts {
  /** What is available plus what is on order and not overdue. */
  readonly position: number;
  readonly reorderPoint: number;
  /** Null: not recorded; nothing is added for it. */
  readonly safetyStock: number | null;
  readonly use: DailyUse | null;
  readonly leadTimeDays: number | null;
}

export const BASES = ['use_over_lead_time', 'reorder_point'] as const;

/** How much to order, and why that much: `target` less the position, as far as one order goes. */
export interface Suggestion {
  readonly quantity: number;
  readonly target: number;
  readonly basis: (typeof BASES)[number];
}

/**
 * Safety stock and the use of the lead time and of 30 days more; at least one unit above the reorder point, so that the item is no
 * longer low. Where use or lead time is unknown, that least is all there is to go by.
 */
export function suggestReorder({ position, reorderPoint, safetyStock, use, leadTimeDays }: LowStockFacts): Suggestion {
  const least = reorderPoint + 1;
  const lasting =
    use === null || leadTimeDays === null
      ? 0
      : Math.ceil((safetyStock ?? 0) + (use.issued * (leadTimeDays + COVER_DAYS)) / use.days);
  const target = Math.max(least, lasting);
  const basis = lasting >= least ? 'use_over_lead_time' : 'reorder_point';
  return { quantity: Math.min(REORDER_UNITS_MAX, Math.max(1, target - position)), target, basis };
}
