/** Whole units as people order them: by the five, ten, fifty, … the more, the rounder. */
export function roundBatch(units: number): number {
  const step = units < 10 ? 1 : units < 50 ? 5 : units < 200 ? 10 : units < 1_000 ? 50 : units < 10_000 ? 100 : 500;
  return Math.max(2, Math.ceil(units / step) * step);
}
