import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideAdjustment, decideTransfer } from './stock-change.ts';

const STOCK = { onHand: 42, allocated: 30 };

test.each([
  ['down to what is allocated', STOCK, -12, { before: 42, after: 30, isBelowAllocated: false }],
  ['below what is allocated, which is flagged', STOCK, -13, { before: 42, after: 29, isBelowAllocated: true }],
  ['down to nothing', STOCK, -42, { before: 42, after: 0, isBelowAllocated: true }],
  ['from not recorded', undefined, 7, { before: null, after: 7, isBelowAllocated: false }],
])('an adjustment %s', (_what, stock, change, value) => {
  expect(decideAdjustment(stock, change)).toEqual({ ok: true, value });
});

test.each([
  ['more than is on hand', STOCK, -43, 'not_on_hand'],
  ['anything that nobody recorded', undefined, -1, 'nothing_recorded'],
])('an adjustment never takes off %s', (_what, stock, change, refusal) => {
  expect(decideAdjustment(stock, change)).toEqual({ ok: false, refusal });
});

test.each([
  ['what is allocated', { warehouse: 'HAM-1', stock: STOCK }, 'RTM-1', 13, 'not_available'],
  ['more than is there where more is allocated than there is', place(5, 9), 'RTM-1', 1, 'not_available'],
  ['what nobody recorded', { warehouse: 'HAM-1', stock: undefined }, 'RTM-1', 1, 'nothing_recorded'],
  ['anything to where it is', { warehouse: 'HAM-1', stock: STOCK }, 'HAM-1', 1, 'same_warehouse'],
])('a transfer never moves %s', (_what, from, to, quantity, refusal) => {
  expect(decideTransfer(from, { warehouse: to, stock: undefined }, quantity)).toEqual({ ok: false, refusal });
});

function place(onHand: number, allocated: number): { warehouse: string; stock: typeof STOCK } {
  return { warehouse: 'HAM-1', stock: { onHand, allocated } };
}

test('a transfer keeps the sum, and leaves what is allocated where it is', () => {
  const stock = fc.record({ onHand: fc.nat(1_000), allocated: fc.nat(1_000) });
  fc.assert(
    fc.property(
      stock,
      fc.option(stock, { nil: undefined }),
      fc.integer({ min: 1, max: 1_200 }),
      (from, to, quantity) => {
        const decided = decideTransfer({ warehouse: 'A', stock: from }, { warehouse: 'B', stock: to }, quantity);
        const available = from.onHand - from.allocated;
        expect(decided.ok).toBe(available >= quantity);
        if (!decided.ok) return;
        const { from: less, to: more } = decided.value;
        expect(less.after + more.after).toBe(from.onHand + (to?.onHand ?? 0));
        expect(less.after).toBeGreaterThanOrEqual(from.allocated);
      },
    ),
  );
});
