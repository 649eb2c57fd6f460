import { addDays } from '@supercargo/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyUse, type DailyUse } from './daily-use.ts';
import { forecastStockout, orderBy, type ForecastFacts } from './forecast.ts';

/** A use that issued these units on days that then repeat: its deviation is that of the list. */
function use(...units: readonly number[]): DailyUse {
  const sum = (of: readonly number[]): bigint => of.reduce((total, unit) => total + BigInt(unit), 0n);
  return dailyUse({ days: units.length, issued: sum(units), squares: sum(units.map((unit) => unit * unit)) });
}

const TODAY = '2026-11-21';
const FACTS: ForecastFacts = { today: TODAY, available: 30, use: use(10), inbound: [], horizonDays: 90 };

test.each<[string, Partial<ForecastFacts>, string | null, string | null, string | null]>([
  // 30, 20, 10, 0: nothing is left at the end of the third day. No deviation: one date.
  ['30 at exactly 10 a day', {}, '2026-11-24', '2026-11-24', '2026-11-24'],
  // 30 − 25.71 = 4.29, then −21.43. Deviation of 26 26 26 26 26 25 25 is 0.45; day 1: 4.29 − 0.58 > 0; day 2: −21.43 + 0.82 < 0.
  ['30 at 180 a week', { use: use(26, 26, 26, 26, 26, 25, 25) }, '2026-11-23', '2026-11-23', '2026-11-23'],
  // 100 at 10 ± 10. Expected: day 10. Early: 100 − 10 d − 12.8 √d ≤ 0 first at d = 7 (30 − 33.9). Late: 100 − 10 d + 12.8 √d ≤ 0 first at d = 15 (−50 + 49.6).
  ['100 at 10 a day, 0 and 20 in turn', { available: 100, use: use(0, 20) }, '2026-12-01', '2026-11-28', '2026-12-06'],
  // 30 − 20 = 10 on day 2; + 50 on day 3 = 50; 0 on day 8.
  ['50 that come in time', { inbound: [{ on: '2026-11-24', quantity: 50 }] }, '2026-11-29', '2026-11-29', '2026-11-29'],
  // Out on day 3, and in again on day 4: the first day counts.
  [
    '50 that come a day late',
    { inbound: [{ on: '2026-11-25', quantity: 50 }] },
    '2026-11-24',
    '2026-11-24',
    '2026-11-24',
  ],
  [
    '5 that are due today: 35, 25, 15, 5, −5',
    { inbound: [{ on: TODAY, quantity: 5 }] },
    '2026-11-25',
    '2026-11-25',
    '2026-11-25',
  ],
  [
    'two orders of one day: 30 + 10 + 10',
    {
      inbound: [
        { on: '2026-11-22', quantity: 10 },
        { on: '2026-11-22', quantity: 10 },
      ],
    },
    '2026-11-26',
    '2026-11-26',
    '2026-11-26',
  ],
  ['nothing available', { available: 0 }, TODAY, TODAY, TODAY],
  ['more promised than there is, and use unknown', { available: -3, use: null }, TODAY, TODAY, TODAY],
  ['a use that is unknown', { use: null }, null, null, null],
  ['no use in the days observed', { use: use(0, 0, 0) }, null, null, null],
  // 90 × 10 = 900: the last day of the horizon is in it, the day after it is not.
  ['900 at 10 a day, 90 days', { available: 900 }, '2027-02-19', '2027-02-19', '2027-02-19'],
  ['901 at 10 a day, 90 days', { available: 901 }, null, null, null],
  ['901 at 10 a day, 91 days', { available: 901, horizonDays: 91 }, '2027-02-20', '2027-02-20', '2027-02-20'],
  // 100 × 0.29 is 28.999… in floating point: day 101 would be wrong. Deviation √(8.41 − 0.0841) = 2.886, times 1.28 is 3.693.
  // Early: 0.29 d + 3.693 √d ≥ 29 first at d = 31 (8.99 + 20.56). Late: 0.29 d − 3.693 √d ≥ 29 first at d = 333 (96.57 − 67.40).
  [
    '29 at 29 in 100 days',
    { available: 29, use: use(29, ...Array.from({ length: 99 }, () => 0)), horizonDays: 365 },
    '2027-03-01',
    '2026-12-22',
    '2027-10-20',
  ],
  // 150 at 10 ± 10 in 12 days: 120 expected, but 120 + 44 may be used.
  [
    '150 that could run out within the horizon, and are not expected to',
    { available: 150, use: use(0, 20), horizonDays: 12 },
    null,
    '2026-12-02',
    null,
  ],
])('forecasts %s', (_what, facts, expectedOn, earliestOn, latestOn) => {
  const stockout = forecastStockout({ ...FACTS, ...facts });
  expect(stockout).toEqual(earliestOn === null ? null : { expectedOn, earliestOn, latestOn });
});

test.each([
  // Out on the 24th: what is ordered today and comes within 2 days is there on the 23rd.
  ['2026-11-24', 2, '2026-11-21'],
  ['2026-11-24', 3, null],
  ['2026-11-24', 0, '2026-11-23'],
  ['2026-12-31', 11, '2026-12-19'],
  ['2026-11-24', null, null],
  [null, 2, null],
])('a stockout on %s with a lead time of %s is ordered for by %s', (expectedOn, lead, by) => {
  expect(orderBy(TODAY, expectedOn, lead)).toBe(by);
});

const units = fc.nat(500);
const anyFacts = fc.record({
  today: fc.constant(TODAY),
  available: fc.integer({ min: -100, max: 5_000 }),
  use: fc.option(fc.array(units, { minLength: 1, maxLength: 20 }).map((list) => use(...list))),
  inbound: fc.array(
    fc.record({ on: fc.nat(120).map((day) => addDays(TODAY, day)), quantity: fc.integer({ min: 1, max: 900 }) }),
    { maxLength: 6 },
  ),
  horizonDays: fc.integer({ min: 1, max: 365 }),
});

const NEVER = '9999-12-31';
const dates = (facts: ForecastFacts): readonly string[] => {
  const found = forecastStockout(facts);
  return [found?.earliestOn ?? NEVER, found?.expectedOn ?? NEVER, found?.latestOn ?? NEVER];
};
const isLater = (after: readonly string[], before: readonly string[]): boolean =>
  after.every((date, index) => date >= (before[index] ?? NEVER));

test('early is never after expected, and expected never after late; all are within the horizon', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const [earliest = '', expected = '', latest = ''] = dates(facts);
      expect(earliest <= expected && expected <= latest).toBe(true);
      for (const date of [earliest, expected, latest].filter((each) => each !== NEVER)) {
        expect(date >= TODAY && date <= addDays(TODAY, facts.horizonDays)).toBe(true);
      }
    }),
  );
});

test('more stock never runs out earlier', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(500), (facts, more) => {
      expect(isLater(dates({ ...facts, available: facts.available + more }), dates(facts))).toBe(true);
    }),
  );
});

test('one more order never makes it earlier, and an order beyond the horizon changes nothing', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(120), fc.integer({ min: 1, max: 900 }), (facts, day, quantity) => {
      const before = dates(facts);
      const order = { on: addDays(TODAY, day), quantity };
      const after = dates({ ...facts, inbound: [...facts.inbound, order] });
      expect(isLater(after, before)).toBe(true);
      if (day > facts.horizonDays) expect(after).toEqual(before);
    }),
  );
});

test('counting in boxes of 2, 4 or 8 instead of pieces changes no date', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(2, 4, 8), (facts, times) => {
      const scaled: ForecastFacts = {
        ...facts,
        available: facts.available * times,
        use:
          facts.use === null
            ? null
            : {
                ...facts.use,
                issued: facts.use.issued * times,
                mean: facts.use.mean * times,
                standardDeviation: facts.use.standardDeviation * times,
              },
        inbound: facts.inbound.map(({ on, quantity }) => ({ on, quantity: quantity * times })),
      };
      expect(dates(scaled)).toEqual(dates(facts));
    }),
  );
});

test('a longer horizon changes no date that a shorter one found', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const short = dates(facts);
      const long = dates({ ...facts, horizonDays: facts.horizonDays + 100 });
      short.forEach((date, index) => {
        if (date !== NEVER) expect(long[index]).toBe(date);
      });
    }),
  );
});
