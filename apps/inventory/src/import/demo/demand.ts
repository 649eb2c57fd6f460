import { DAYS, USE_DAYS, type Calendar } from './calendar.ts';
import type { Season } from './catalogue/family.ts';
import type { Chance } from './chance.ts';

/** How often an item leaves a warehouse. */
export type Pace = 'daily' | 'often' | 'seldom';

export interface Demand {
  readonly weeklyUse: number;
  readonly pace: Pace;
  readonly season: Season;
}

/** On how many of the days that goods leave at all such an item leaves, and how far its quantities lie apart. */
const PACES: Readonly<Record<Pace, { readonly probability: number; readonly spread: number }>> = {
  daily: { probability: 1, spread: 0.55 },
  often: { probability: 0.22, spread: 0.7 },
  seldom: { probability: 0.03, spread: 0.8 },
};

/** Sunday to Saturday. Cafés order before the weekend; on Saturday only what sells daily leaves. */
const WEEKDAYS = [0, 1.1, 0.95, 0.95, 1.05, 1.3, 0] as const;
const SATURDAY = 0.3;

const SEASONS: Readonly<Record<Season, number>> = { winter: 0.3, summer: -0.35, even: 0 };

/**
 * How many leave on each remembered day. In the days from which daily use is computed exactly as many leave as `weeklyUse` says, whatever
 * day the year ends on: what is said of the story's items does not depend on when it is told.
 */
export function dailyIssues(
  chance: Chance,
  calendar: Calendar,
  { weeklyUse, pace, season }: Demand,
): readonly number[] {
  const { probability, spread } = PACES[pace];
  const weights = Array.from({ length: DAYS }, (_, day) => {
    const weekday = calendar.weekday(day);
    const busy = weekday === 6 && pace === 'daily' ? SATURDAY : (WEEKDAYS[weekday] ?? 0);
    const leaves = busy > 0 && chance.happens(probability);
    return leaves ? busy * (1 + SEASONS[season] * calendar.winter(day)) * chance.noise(spread) : 0;
  });
  const before = weights.slice(0, DAYS - USE_DAYS);
  const counted = weights.slice(DAYS - USE_DAYS);
  const total = Math.round((weeklyUse / 7) * USE_DAYS);
  const weight = sum(counted);
  // What was not sold at all lately sold at its pace before.
  const rate = weight > 0 ? total / weight : (weeklyUse / 7) * (DAYS / Math.max(sum(weights), 1));
  return [...wholeNumbers(before, rate), ...wholeNumbers(counted, rate)];
}

/** Whole numbers in these proportions that add up to what the proportions add up to. */
function wholeNumbers(weights: readonly number[], rate: number): readonly number[] {
  let exact = 0;
  let given = 0;
  return weights.map((weight) => {
    exact += weight * rate;
    const whole = Math.round(exact) - given;
    given += whole;
    return whole;
  });
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Units a day over the days from which daily use is computed, and their standard deviation. */
export function useOf(issues: readonly number[]): { readonly daily: number; readonly deviation: number } {
  const counted = issues.slice(DAYS - USE_DAYS);
  const daily = sum(counted) / USE_DAYS;
  const variance = sum(counted.map((units) => (units - daily) * (units - daily))) / USE_DAYS;
  return { daily, deviation: Math.sqrt(variance) };
}
