import { expect, test } from 'vitest';
import { dailyUse } from './daily-use.ts';
import { forecastItem, METHOD, UNCERTAINTY, uncertaintyOf, type ItemFacts } from './forecast-words.ts';

const FACTS: ItemFacts = {
  ...{ today: '2026-11-21', available: 30, inbound: [], horizonDays: 90, leadTimeDays: 11 },
  use: dailyUse({ days: 1, issued: 10n, squares: 100n }),
};
const spread = dailyUse({ days: 2, issued: 20n, squares: 400n });

test.each<[string, Partial<ItemFacts>, string]>([
  [
    'one too late to order for',
    {},
    'available 30 at 10 a day, with the orders that come in time, runs out on 2026-11-24; the lead time is 11 days: an order placed today comes on 2026-12-02, 8 days after',
  ],
  [
    'one that an order of today meets on the day',
    { leadTimeDays: 3 },
    'available 30 at 10 a day, with the orders that come in time, runs out on 2026-11-24; the lead time is 3 days: an order placed today comes on 2026-11-24, the same day',
  ],
  [
    'one that can be ordered for',
    { available: 1_000, use: spread, leadTimeDays: 1, horizonDays: 365 },
    'available 1,000 at 10 a day, with the orders that come in time, runs out on 2027-03-01, between 2027-02-17 and 2027-03-15; the lead time is 1 day: order by 2027-02-27',
  ],
  [
    'one whose late date is beyond the horizon',
    { available: 100, use: spread, horizonDays: 11, leadTimeDays: null },
    'available 100 at 10 a day, with the orders that come in time, runs out on 2026-12-01, between 2026-11-28 and beyond the horizon of 11 days; the lead time is not recorded',
  ],
  [
    'one that is only possible',
    // 450 − 10 d − 12.8 √d ≤ 0 first at d = 38; the lead time and 30 days are looked at whatever was asked.
    { available: 450, use: spread, horizonDays: 12 },
    'available 450 at 10 a day, with the orders that come in time, is expected to last beyond the horizon of 41 days, but could run out from 2026-12-29 on; the lead time is 11 days',
  ],
  [
    'one that is there',
    { available: -3, use: null },
    'available -3, with the orders that come in time, runs out on 2026-11-21; the lead time is 11 days: an order placed today comes on 2026-12-02, 11 days after',
  ],
])('words for a stockout: %s', (_what, facts, why) => {
  const forecast = forecastItem({ ...FACTS, ...facts });
  expect(forecast.stockout).not.toBeNull();
  expect(forecast.why).toBe(why);
});

test.each<[string, Partial<ItemFacts>, string, boolean | null]>([
  ['stock is not recorded', { available: null }, 'stock is not recorded, so nothing can be projected', null],
  ['no movement is recorded', { use: null }, 'no movement is recorded, so daily use is unknown', null],
  [
    'nothing was issued',
    { use: dailyUse({ days: 90, issued: 0n, squares: 0n }) },
    'nothing was issued in 90 days, so what is available lasts',
    false,
  ],
  [
    'it lasts',
    { available: 901 },
    'available 901 at 10 a day, with what is on order, lasts beyond the horizon of 90 days',
    false,
  ],
  [
    'it lasts, but nobody knows how long an order takes',
    { available: 901, leadTimeDays: null },
    'available 901 at 10 a day, with what is on order, lasts beyond the horizon of 90 days',
    null,
  ],
])('no forecast where %s, and the answer says so', (_what, facts, why, tooLate) => {
  expect(forecastItem({ ...FACTS, ...facts })).toEqual({ stockout: null, orderBy: null, tooLate, why });
});

test.each<[string, Partial<ItemFacts>, boolean | null, string | null]>([
  ['one day after the stockout', { leadTimeDays: 4 }, true, null],
  ['on the day of the stockout', { leadTimeDays: 3 }, true, null],
  ['the day before it', { leadTimeDays: 2 }, false, '2026-11-21'],
  ['nobody knows when', { leadTimeDays: null }, null, null],
  ['before a stockout that is only possible', { available: 450, use: spread, horizonDays: 12 }, false, null],
])('an order of today that comes %s', (_what, facts, tooLate, by) => {
  expect(forecastItem({ ...FACTS, ...facts })).toMatchObject({ tooLate, orderBy: by });
});

test.each<[string | null, string | null, string]>([
  ['2026-11-14', '2026-11-14', ''],
  [null, null, ''],
  ['2026-11-13', '2026-11-20', ' The oldest count is of 2026-11-13, 8 days ago: what happened since is not in it.'],
  ['2026-11-20', '2025-11-21', ' The last movement is of 2025-11-21, 365 days ago: what happened since is not in it.'],
])('a count of %s and a last movement of %s add %j', (countedOn, movedOn, words) => {
  const at = (day: string | null): Date | null => (day === null ? null : new Date(`${day}T23:00:00Z`));
  expect(uncertaintyOf('2026-11-21', at(countedOn), at(movedOn))).toBe(`${UNCERTAINTY}${words}`);
});

test('method and uncertainty name what is assumed and what is left out', () => {
  for (const word of ['90 days', 'expected_on', 'Overdue', 'not counted', 'UTC']) expect(METHOD).toContain(word);
  for (const word of ['1.28', '8 of 10', 'independent', 'Season']) expect(UNCERTAINTY).toContain(word);
});
