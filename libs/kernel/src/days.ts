const DAY_MS = 86_400_000;

/** The day of an instant, in UTC: `2026-11-21`. Days here are UTC days, which all have the same length. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}

/** How many days later `to` is than `from`; negative where it is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Whole days that have passed between two instants; none where the second is earlier. */
export function daysPassed(since: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - since.getTime()) / DAY_MS));
}
