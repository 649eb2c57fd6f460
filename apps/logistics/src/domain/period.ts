import { addDays } from '@supercargo/kernel';

/** How far back a history is looked at when nobody says: a year. */
const PERIOD_DAYS = 365;

export interface Period {
  readonly since: string;
  readonly until: string;
}

/** The days from `since` to `until`, both counted, today and a year before it when left out; null where it would end before it begins. */
export function periodOf(since: string | undefined, until: string | undefined, today: string): Period | null {
  const end = until ?? today;
  const start = since ?? addDays(end, -PERIOD_DAYS);
  return start <= end ? { since: start, until: end } : null;
}
