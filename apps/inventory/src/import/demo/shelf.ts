import { DAYS, type Calendar } from './calendar.ts';
import type { Chance } from './chance.ts';

/** One item in one warehouse: what is on hand there last evening, and how its past year was. */
export interface Shelf {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  /** Units that left, by day. */
  readonly issues: readonly number[];
  /** Units that one delivery brings. */
  readonly batch: number;
  /** About how few were left when a delivery arrived. */
  readonly low: number;
}

export interface Adjustment {
  readonly day: number;
  readonly quantity: number;
  readonly reason: string;
}

/** How a shelf came to hold what it holds: `opening` + deliveries − issues − transfers out + adjustments. */
export interface Past {
  readonly opening: number;
  readonly deliveries: readonly { readonly day: number; readonly quantity: number }[];
  readonly adjustments: readonly Adjustment[];
}

const LOST = ['Damaged in handling', 'Count difference', 'Sample for a customer', 'Best before date passed'] as const;
const FOUND = ['Count difference', 'Found in another bay', 'Return to shelf'] as const;

/** The chance of a shelf's adjustment on any day. */
const ADJUSTED = 0.002;

function adjustmentsOf(chance: Chance, calendar: Calendar, batch: number): ReadonlyMap<number, Adjustment> {
  const most = Math.max(1, Math.round(batch * 0.04));
  const adjusted = new Map<number, Adjustment>();
  for (let day = 1; day < DAYS; day += 1) {
    if (!chance.happens(ADJUSTED) || calendar.weekday(day) % 6 === 0) continue;
    const units = chance.whole(1, most);
    adjusted.set(
      day,
      chance.happens(0.7)
        ? { day, quantity: -units, reason: chance.pick(LOST) }
        : { day, quantity: units, reason: chance.pick(FOUND) },
    );
  }
  return adjusted;
}

/**
 * Walks from what is on hand back through the year: each day's issues are put back, and where that gives more than a delivery and a rest,
 * one arrived that morning. So the past ends in exactly what is on hand, and was never below nothing.
 */
export function pastOf(chance: Chance, calendar: Calendar, shelf: Shelf, sentOn: ReadonlyMap<number, number>): Past {
  const adjusted = adjustmentsOf(chance, calendar, shelf.batch);
  const deliveries: Past['deliveries'][number][] = [];
  const adjustments: Adjustment[] = [];
  let level = shelf.onHand;
  let rest = chance.between(0.2, 1) * shelf.low;
  for (let day = DAYS - 1; day >= 0; day -= 1) {
    const adjustment = adjusted.get(day);
    if (adjustment !== undefined && level >= adjustment.quantity) {
      level -= adjustment.quantity;
      adjustments.push(adjustment);
    }
    level += (shelf.issues[day] ?? 0) + (sentOn.get(day) ?? 0);
    const opensThen = calendar.weekday(day) % 6 !== 0;
    if (opensThen && day > 0 && level - shelf.batch >= rest) {
      level -= shelf.batch;
      deliveries.push({ day, quantity: shelf.batch });
      rest = chance.between(0.2, 1) * shelf.low;
    }
  }
  return { opening: level, deliveries, adjustments };
}
