import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ORDER_STATES } from './order.ts';
import { decideSplit, isSplittable, unsplitText, type LineToSplit, type SplittableLine } from './split.ts';

const LINES: readonly SplittableLine[] = [
  { line: 1, quantity: 120, unsplit: 120 },
  { line: 3, quantity: 30, unsplit: 10 },
  { line: 4, quantity: null, unsplit: null },
];
const LEFT = 130;
const ask = (line: number, quantity: number): LineToSplit => ({ line, quantity });

test('what is left of the lines goes into the decision, by the number of the line', () => {
  const decided = decideSplit([ask(3, 10), ask(1, 40)], LINES, LEFT);
  expect(decided).toEqual({
    ok: true,
    lines: [
      { line: 1, quantity: 40, unsplit: 120 },
      { line: 3, quantity: 10, unsplit: 10 },
    ],
  });
  expect(decided.ok && unsplitText(decided.lines)).toBe('1:120 3:10');
});

test.each([
  [[ask(1, 1), ask(1, 2)], { code: 'line_twice', line: 1 }],
  [[ask(2, 1)], { code: 'unknown_line', line: 2 }],
  [[ask(4, 1)], { code: 'quantity_not_recorded', line: 4 }],
  [[ask(1, 121)], { code: 'more_than_left', line: 1, left: 120 }],
  [[ask(3, 11)], { code: 'more_than_left', line: 3, left: 10 }],
  [[ask(1, 120), ask(3, 10)], { code: 'nothing_left' }],
])('%j is refused', (asked, problem) => {
  expect(decideSplit(asked, LINES, LEFT)).toEqual({ ok: false, problem });
});

test('no split takes more of a line than is left, or all of the order', () => {
  const asked = fc.array(
    fc.record({ line: fc.integer({ min: 1, max: 5 }), quantity: fc.integer({ min: 1, max: 130 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(asked, (lines) => {
      const decided = decideSplit(lines, LINES, LEFT);
      if (!decided.ok) return;
      expect(decided.lines.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThan(LEFT);
      for (const { quantity, unsplit } of decided.lines) expect(quantity).toBeLessThanOrEqual(unsplit);
      expect(new Set(decided.lines.map(({ line }) => line)).size).toBe(lines.length);
    }),
  );
});

test('only what did not ship is split', () => {
  expect(ORDER_STATES.filter(isSplittable)).toEqual(['placed', 'allocated']);
});
