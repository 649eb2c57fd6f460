import { expect, test } from 'vitest';
import { dayOf, daysBetween, daysPassed } from './days.ts';

test('days are UTC days', () => {
  expect(dayOf(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1);
});

test.each([
  ['2026-11-20T12:00:00Z', '2026-11-21T11:59:59Z', 0],
  ['2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', 1],
  ['2026-11-22T12:00:00Z', '2026-11-21T12:00:00Z', 0],
])('from %s to %s %d days have passed', (since, at, days) => {
  expect(daysPassed(new Date(since), new Date(at))).toBe(days);
});
