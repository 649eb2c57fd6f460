import { expect, test } from 'vitest';
import { periodOf } from './period.ts';
import { share, tenth } from './shares.ts';

const TODAY = '2026-11-21';

test.each([
  [undefined, undefined, { since: '2025-11-21', until: TODAY }],
  ['2026-11-21', undefined, { since: TODAY, until: TODAY }],
  [undefined, '2026-01-01', { since: '2025-01-01', until: '2026-01-01' }],
  ['2026-11-22', undefined, null],
  ['2026-02-01', '2026-01-31', null],
])('since %s until %s is %j', (since, until, period) => {
  expect(periodOf(since, until, TODAY)).toEqual(period);
});

test('of nothing there is no share, which is not none', () => {
  expect(share(0, 0)).toBeNull();
  expect(share(0, 3)).toBe(0);
  expect(share(1, 3)).toBe(33.3);
  expect(share(3, 3)).toBe(100);
  expect(tenth(0.05)).toBe(0.1);
});
