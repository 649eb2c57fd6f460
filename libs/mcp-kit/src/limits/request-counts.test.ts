import { expect, test } from 'vitest';
import { RequestCounts } from './request-counts.ts';

test('beyond the budget each is refused, the first of a window said to be, and another person’s is not', () => {
  const counts = new RequestCounts({ calls: 2, seconds: 10 });
  expect([counts.take('acme/mara', 0), counts.take('acme/mara', 1)]).toEqual([undefined, undefined]);
  expect(counts.take('acme/mara', 4_000)).toEqual({ waitMs: 6_000, isFirst: true });
  expect(counts.take('acme/mara', 5_000)).toEqual({ waitMs: 5_000, isFirst: false });
  expect(counts.take('acme/mo', 5_000)).toBeUndefined();
  expect(counts.take('acme/mara', 10_000)).toBeUndefined();
});

test('whoever has no room to be counted is refused', () => {
  const counts = new RequestCounts({ calls: 2, seconds: 10 }, 1);
  expect(counts.take('acme/mara', 0)).toBeUndefined();
  expect(counts.take('acme/mo', 0)).toEqual({ waitMs: 1_000, isFirst: false });
  expect(counts.take('acme/mara', 0)).toBeUndefined();
});
