import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, daysBetween, daysPassed } from './days.ts';

test.each([
  ['2026-11-21', 0, '2026-11-21'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2027-02-28', 1, '2027-03-01'],
  // The days on which Hamburg changes its clocks are days like any other.
  ['2026-03-28', 2, '2026-03-30'],
  ['2026-10-24', 2, '2026-10-26'],
  ['2026-11-21', -21, '2026-10-31'],
  ['2026-11-21', -1, '2026-11-20'],
  ['2028-02-28', 2, '2028-03-01'],
])('%s and %d days is %s', (from, days, to) => {
  expect(addDays(from, days)).toBe(to);
  expect(daysBetween(from, to)).toBe(days);
});

test('a day ends at midnight in UTC, wherever this runs', () => {
  expect(dayOf(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
  expect(dayOf(new Date('2026-11-21T23:59:59.999-01:00'))).toBe('2026-11-22');
});

test('adding days and counting them are the same arithmetic', () => {
  const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }).map(dayOf);
  fc.assert(
    fc.property(days, fc.integer({ min: -5_000, max: 5_000 }), (day, count) => {
      expect(daysBetween(day, addDays(day, count))).toBe(count);
    }),
  );
});

test.each([
  ['2026-11-20T12:00:00Z', '2026-11-21T11:59:59Z', 0],
  ['2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', 1],
  ['2026-11-22T12:00:00Z', '2026-11-21T12:00:00Z', 0],
])('from %s to %s %d days have passed', (since, at, days) => {
  expect(daysPassed(new Date(since), new Date(at))).toBe(days);
});
