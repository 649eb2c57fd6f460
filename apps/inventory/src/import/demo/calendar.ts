/** How much of the past a demo company remembers. It ends yesterday. */
export const DAYS = 365;

/** The days from which daily use is computed. */
export const USE_DAYS = 90;

const YEAR_DAYS = 365;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The days around one day, counted from the first that is remembered: 0 to 364 is the past year, 365 is today. */
export interface Calendar {
  /** 0 is Sunday. */
  weekday(day: number): number;
  /** 1 in the depth of winter, −1 at the height of summer, straight in between. */
  winter(day: number): number;
  /** `2026-11-20` */
  date(day: number): string;
  /** An instant of that day, `time` being `07:30` in UTC. */
  at(day: number, time: string): string;
}

/** `today` is a date such as `2026-11-21`. */
export function calendarOf(today: string): Calendar {
  const firstMs = Date.parse(`${today}T00:00:00Z`) - DAYS * DAY_MS;
  const dateAt = (day: number): Date => new Date(firstMs + day * DAY_MS);
  const date = (day: number): string => dateAt(day).toISOString().slice(0, 10);
  const past = Array.from({ length: DAYS }, (_, day) => day);
  const dates = past.map(date);
  const weekdays = past.map((day) => dateAt(day).getUTCDay());
  const winters = past.map((day) => winterOn(dateAt(day)));
  return {
    weekday: (day) => weekdays[day] ?? dateAt(day).getUTCDay(),
    winter: (day) => winters[day] ?? winterOn(dateAt(day)),
    date: (day) => dates[day] ?? date(day),
    at: (day, time) => `${dates[day] ?? date(day)}T${time}:00.000Z`,
  };
}

/** Most is drunk hot in the middle of January. */
function winterOn(date: Date): number {
  const intoYear = (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS;
  const away = Math.abs(((intoYear - 15 + YEAR_DAYS / 2 + YEAR_DAYS) % YEAR_DAYS) - YEAR_DAYS / 2);
  return 1 - (4 * away) / YEAR_DAYS;
}
