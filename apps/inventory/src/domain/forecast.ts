import { addDays, daysBetween } from '@supercargo/kernel';
import type { DailyUse } from './daily-use.ts';

/** Of ten stockouts eight fall between the early and the late date, if one day's use says nothing about the next day's. */
export const DEVIATIONS_OF_80_PERCENT = 1.28;

export interface ForecastFacts {
  /** A day, `2026-11-21`: the projection begins with what is available on it. */
  readonly today: string;
  readonly available: number;
  /** Null: unknown. Only what is out already is out then. */
  readonly use: DailyUse | null;
  /** Units that come on a day from today on. */
  readonly inbound: readonly { readonly on: string; readonly quantity: number }[];
  readonly horizonDays: number;
}

/** Days on which nothing is available any more. Null: not within the horizon. */
export interface Stockout {
  readonly expectedOn: string | null;
  readonly earliestOn: string;
  readonly latestOn: string | null;
}

/**
 * The first day at whose end nothing is available: what is available today, less the daily use of every day after it, plus what comes on
 * each day. The early and late dates ask the same of a use that is higher or lower by 1.28 standard deviations of the sum of those
 * days. Whole numbers decide the expected day: nothing is lost or won by rounding. Null: not even the early date is within the horizon.
 */
export function forecastStockout({ today, available, use, inbound, horizonDays }: ForecastFacts): Stockout | null {
  const { issued, days, standardDeviation } = use ?? { issued: 0, days: 1, standardDeviation: 0 };
  const coming = new Map<number, number>();
  for (const { on, quantity } of inbound) {
    const day = daysBetween(today, on);
    coming.set(day, (coming.get(day) ?? 0) + quantity);
  }
  let stock = available;
  const out: { expected?: number; earliest?: number; latest?: number } = {};
  for (let day = 0; day <= horizonDays; day += 1) {
    stock += coming.get(day) ?? 0;
    // Times the days observed, so that the use of a day is a whole number.
    const left = stock * days - issued * day;
    const spread = DEVIATIONS_OF_80_PERCENT * standardDeviation * Math.sqrt(day) * days;
    if (left - spread <= 0) out.earliest ??= day;
    if (left <= 0) out.expected ??= day;
    if (left + spread <= 0) out.latest ??= day;
  }
  if (out.earliest === undefined) return null;
  const dayOn = (day: number | undefined): string | null => (day === undefined ? null : addDays(today, day));
  return { expectedOn: dayOn(out.expected), earliestOn: addDays(today, out.earliest), latestOn: dayOn(out.latest) };
}

/** Days beyond the lead time that a projection looks at least. */
export const DAYS_AFTER_LEAD_TIME = 30;

/** How far ahead a projection looks: as far as was asked, and far enough to say what an order placed today would meet. */
export function horizonOf(askedDays: number, leadTimeDays: number | null): number {
  return Math.max(askedDays, leadTimeDays === null ? 0 : leadTimeDays + DAYS_AFTER_LEAD_TIME);
}

/** The last day on which an order placed still comes the day before the expected stockout. Null: unknown, or already past. */
export function orderBy(today: string, expectedOn: string | null, leadTimeDays: number | null): string | null {
  if (expectedOn === null || leadTimeDays === null) return null;
  const by = addDays(expectedOn, -leadTimeDays - 1);
  return daysBetween(today, by) < 0 ? null : by;
}
