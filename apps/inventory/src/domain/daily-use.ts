/** The days before now that say how much is used. */
export const USE_DAYS_MAX = 90;

/** What left the warehouse for use: units issued over whole days, and the sum of the squares of each day's units. */
export interface ObservedUse {
  /** Whole days since the first movement: at least 1, at most `USE_DAYS_MAX`. */
  readonly days: number;
  readonly issued: bigint;
  readonly squares: bigint;
}

/** Daily use as a fraction, so that a projection adds up exactly: `issued / days`. */
export interface DailyUse {
  readonly issued: number;
  readonly days: number;
  readonly mean: number;
  /** Of one day's use over the days observed; a day without an issue counts as 0. */
  readonly standardDeviation: number;
}

/** The variance is computed in whole numbers: a use that never varies has a deviation of exactly 0. */
export function dailyUse({ days, issued, squares }: ObservedUse): DailyUse {
  const count = BigInt(days);
  return {
    issued: Number(issued),
    days,
    mean: Number(issued) / days,
    standardDeviation: Math.sqrt(Number(count * squares - issued * issued)) / days,
  };
}

/** How many days what is available lasts at this use. Null where the use is unknown or none; 0 where nothing is available. */
export function daysOfCover(available: number, use: DailyUse | null): number | null {
  if (use === null || use.issued === 0) return null;
  return Math.max(0, available * use.days) / use.issued;
}

/** As an answer says it: two decimals. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
