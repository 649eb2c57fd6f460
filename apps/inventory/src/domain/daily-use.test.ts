import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyUse, daysOfCover, rounded } from './daily-use.ts';

test.each([
  // Issues by day; mean; deviation: the root of the mean of the squared differences from the mean.
  ['4 4 4 4', [4, 4, 4, 4], 4, 0],
  ['0 0 0 20: one issue in four days', [0, 0, 0, 20], 5, 8.66],
  ['10 20: 15 ± 5', [10, 20], 15, 5],
  ['30 30 30 30 30 0 0: no work at weekends', [30, 30, 30, 30, 30, 0, 0], 21.43, 13.55],
  ['7: one day', [7], 7, 0],
  ['0 0 0: nothing was used', [0, 0, 0], 0, 0],
])('%s', (_days, issues, mean, deviation) => {
  const use = dailyUse(observed(issues));
  expect([rounded(use.mean), rounded(use.standardDeviation)]).toEqual([mean, deviation]);
});

function observed(issues: readonly number[]): Parameters<typeof dailyUse>[0] {
  const units = issues.map(BigInt);
  return {
    days: units.length,
    issued: units.reduce((sum, unit) => sum + unit, 0n),
    squares: units.reduce((sum, unit) => sum + unit * unit, 0n),
  };
}

test('what never varies has no deviation, however much it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 1, max: 90 }), (units, days) => {
      const use = dailyUse(observed(Array.from({ length: days }, () => units)));
      expect(use.standardDeviation).toBe(0);
      expect(use.mean).toBe(units);
    }),
  );
});

test.each([
  ['30 at 180 a week', 30, [26, 26, 26, 26, 26, 25, 25], 1.17],
  ['nothing available', 0, [5], 0],
  ['more allocated than there is', -12, [5], 0],
  ['nothing used', 30, [0, 0], null],
])('cover of %s', (_what, available, issues, cover) => {
  const days = daysOfCover(available, dailyUse(observed(issues)));
  expect(days === null ? null : rounded(days)).toBe(cover);
});

test('cover at an unknown use is unknown, not endless', () => {
  expect(daysOfCover(1_000, null)).toBeNull();
});
