import { expect, test } from 'vitest';
import { seededCaps, SPENDING_DIMENSIONS, SPENDING_SPANS } from './spending-caps.ts';

const caps = seededCaps('USD');

test('every window of every dimension is seeded once, in the company’s currency', () => {
  const cells = SPENDING_DIMENSIONS.flatMap((dimension) => SPENDING_SPANS.map((span) => `${dimension} ${span} USD`));
  expect(caps.map(({ dimension, span, currency }) => `${dimension} ${span} ${currency}`)).toEqual(cells);
});

test('a day holds at least one payment, a week at least a day, and nobody more than the company', () => {
  const of = (dimension: string, span: string): number =>
    caps.find((cap) => cap.dimension === dimension && cap.span === span)?.cap ?? 0;
  for (const dimension of SPENDING_DIMENSIONS) {
    expect(of(dimension, 'transaction')).toBe(100_000_00);
    expect(of(dimension, 'day')).toBeGreaterThanOrEqual(of(dimension, 'transaction'));
    expect(of(dimension, 'week')).toBeGreaterThanOrEqual(of(dimension, 'day'));
    for (const span of SPENDING_SPANS) expect(of(dimension, span)).toBeLessThanOrEqual(of('tenant', span));
  }
});
