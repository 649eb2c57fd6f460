import { dayOf } from '@supercargo/kernel';

/** An ISO 8601 calendar date such as `2006-06-02`. */
export type IsoDate = string;

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, at) => [
    name,
    at + 1,
  ]),
).set('sept', 9);

const NAMED = /^(\d{1,2})-([A-Za-z]{3,4})-(\d{4}|\d{2})$/;
const NUMBERED = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/;

/**
 * Reads a date in any spelling of the file: `2-Jun-06`, `01-Sept-06` (day, month, year), `9/11/2014`, `8/27/14` (month, day, year).
 * A year of two digits is 20xx. Gives undefined for anything else, also for a day that the calendar does not have.
 *
 * The numbered spellings put the month first, which the file does not say but shows: with two-digit years the second number goes to 31;
 * with four-digit years month-first puts 5 of 356 order dates on a weekend and day-first 91, and 428 of 1,712 orders would have been
 * delivered before they were sent.
 */
export function readDate(text: string): IsoDate | undefined {
  const named = NAMED.exec(text);
  if (named !== null) return calendarDate(named[3], MONTHS.get((named[2] ?? '').toLowerCase()), named[1]);
  const numbered = NUMBERED.exec(text);
  if (numbered !== null) return calendarDate(numbered[3], Number(numbered[1]), numbered[2]);
  return undefined;
}

function calendarDate(yearText = '', month: number | undefined, dayText = ''): IsoDate | undefined {
  if (month === undefined) return undefined;
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  if (year < 1900 || year > 2100) return undefined;
  const day = Number(dayText);
  const date = new Date(Date.UTC(year, month - 1, day));
  // The calendar carries 31 April over into May: what comes back must be what was said.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return dayOf(date);
}
