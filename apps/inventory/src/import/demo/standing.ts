import { roundBatch } from './batch.ts';
import { DAYS } from './calendar.ts';
import type { Chance } from './chance.ts';

/**
 * How an item stands this morning:
 * well: above its reorder point;
 * arriving: below it, and enough is on its way and in time;
 * overdue: the same, but what is on its way should have been here;
 * low: at its reorder point or below, and what is left lasts until more could come;
 * short: it will run out before more can come; `coming` says that some is on its way, too little and too late.
 */
export type Standing = 'well' | 'arriving' | 'overdue' | 'low' | 'short' | 'short, some coming';

/** What a planner keeps about an item. */
export interface Levels {
  readonly dailyUse: number;
  readonly leadTimeDays: number;
  readonly reorderPoint: number;
  readonly safetyStock: number;
  readonly batch: number;
}

export interface OnOrder {
  readonly quantity: number;
  readonly orderedDay: number;
  readonly expectedDay: number;
}

export interface Today {
  readonly available: number;
  readonly onOrder: OnOrder | null;
}

/** How much is available this morning, and what is on its way, so that the item stands so. */
export function todayOf(chance: Chance, standing: Standing, levels: Levels): Today {
  const { dailyUse, leadTimeDays, reorderPoint, safetyStock, batch } = levels;
  const leadTimeUse = dailyUse * leadTimeDays;
  switch (standing) {
    case 'well': {
      const available = reorderPoint + 1 + Math.round(batch * chance.between(0.05, 1.1));
      return { available, onOrder: null };
    }
    case 'low': {
      const available = Math.floor(leadTimeUse + safetyStock * chance.between(0.35, 0.95));
      return { available: Math.min(reorderPoint, available), onOrder: null };
    }
    case 'short': {
      return { available: shortOf(chance, levels), onOrder: null };
    }
    case 'short, some coming': {
      const available = shortOf(chance, levels);
      const quantity = Math.max(1, Math.floor((reorderPoint - available) * chance.between(0.3, 0.6)));
      const orderedDay = DAYS - chance.whole(1, 2);
      return { available, onOrder: { quantity, orderedDay, expectedDay: orderedDay + leadTimeDays } };
    }
    case 'arriving': {
      const ago = Math.max(1, Math.round(leadTimeDays * chance.between(0.45, 0.9)));
      const until = dailyUse * (leadTimeDays - ago);
      const available = Math.max(Math.round(reorderPoint * 0.6), Math.ceil(until * 1.3 + safetyStock / 2));
      const orderedDay = DAYS - ago;
      return {
        available,
        onOrder: { quantity: roundBatch(batch + reorderPoint), orderedDay, expectedDay: orderedDay + leadTimeDays },
      };
    }
    case 'overdue': {
      const expectedDay = DAYS - chance.whole(1, 9);
      const available = Math.round(reorderPoint * chance.between(0.3, 0.8));
      return {
        available,
        onOrder: { quantity: roundBatch(batch + reorderPoint), orderedDay: expectedDay - leadTimeDays, expectedDay },
      };
    }
  }
}

/** What lasts for about half of the lead time. Never as little as the story's own item has. */
function shortOf(chance: Chance, { dailyUse, leadTimeDays, reorderPoint }: Levels): number {
  return Math.max(Math.ceil(reorderPoint * 0.2), Math.floor(dailyUse * leadTimeDays * chance.between(0.4, 0.65)));
}
