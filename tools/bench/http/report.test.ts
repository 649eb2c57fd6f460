import { expect, test } from 'vitest';
import { httpLines, httpTargets } from './report.ts';
import type { HttpFigures } from './rounds.ts';

const pace = (perSecond: number): HttpFigures['steady'] => ({ perSecond, p50Ms: 2, p99Ms: 10 });

const figures: HttpFigures = {
  seconds: 3,
  reads: {
    ...{ bare: pace(1_000), sdk: pace(2_000), 'sdk-first': pace(300), 'sdk-walled': pace(400) },
    ...{ 'toolbox-recorded': pace(1_200), ours: pace(600) },
  },
  processorMs: {},
  ...{ steady: pace(200), besideSlow: pace(200), disk: { p50Ms: 0.4, p99Ms: 31 }, writes: [] },
  ...{ tokenCheckMs: { cold: 0.2, remembered: 0.003 }, residentMiB: 400 },
};

const missed = (of: HttpFigures): readonly string[] => httpTargets(of).flatMap(({ what, met }) => (met ? [] : [what]));

test('what reaches its share exactly is met, and what lies below is missed', () => {
  expect(missed(figures)).toEqual([]);
  expect(missed({ ...figures, reads: { ...figures.reads, ours: pace(590) } })).toEqual([
    ...[
      'calls a second, of bare',
      'calls a second, of sdk-first',
      'calls a second, of sdk-walled',
      'calls a second, of toolbox-recorded',
    ],
  ]);
});

test('a side that was not asked is not judged, and one without a target is told alone', () => {
  const judged = httpTargets({ ...figures, reads: { sdk: pace(2_000), ours: pace(600) } }).map(({ what }) => what);
  expect(judged.filter((what) => what.startsWith('calls a second'))).toEqual([]);
  const told = httpLines(figures, httpTargets(figures), true).find((line) => line.startsWith('| (b) '));
  expect(told).toMatch(/\|\s+0\.30 \|$/);
});

test('times are judged by their bounds, and 1,000 slow connections by the same pace without them', () => {
  const slower = {
    ...figures,
    steady: { ...pace(200), p50Ms: 5.1, p99Ms: 26 },
    besideSlow: { ...pace(200), p99Ms: 53 },
  };
  expect(missed({ ...slower, tokenCheckMs: { cold: 0.36, remembered: 0.06 } })).toEqual([
    ...['p50 at 200 calls a second', 'p99 at 200 calls a second', 'p99 beside 1000 slow connections'],
    ...['token check, first time, p50', 'token check, remembered, p50'],
  ]);
});

test('what the disk did meanwhile stands beside what waited for it', () => {
  expect(httpLines(figures, [], true).find((line) => line.includes('durable'))).toMatch(/\|\s+0\.4 \| 31\.0 \|\s+\|$/);
});
