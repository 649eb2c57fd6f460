import { expect, test } from 'vitest';
import { canBecome, NEXT_STEPS, OPEN_RMA_STATES, RMA_STATES, RMA_TRANSITIONS, type RmaState } from './rma.ts';

const ALLOWED: readonly (readonly [RmaState, RmaState])[] = [
  ['requested', 'approved'],
  ['requested', 'rejected'],
  ['requested', 'cancelled'],
  ['approved', 'label_issued'],
  ['approved', 'received'],
  ['label_issued', 'approved'],
  ['label_issued', 'received'],
  ['received', 'closed'],
];

const PAIRS = RMA_STATES.flatMap((from) => RMA_STATES.map((to) => [from, to] as const));

test.each(PAIRS)('%s to %s', (from, to) => {
  expect(canBecome(from, to)).toBe(ALLOWED.some(([a, b]) => a === from && b === to));
});

test('every state is in the table, and every target is a state', () => {
  expect(Object.keys(RMA_TRANSITIONS).sort()).toEqual([...RMA_STATES].sort());
  for (const to of Object.values(RMA_TRANSITIONS).flat()) expect(RMA_STATES).toContain(to);
});

test('there is a next step exactly where a return has not ended', () => {
  expect(OPEN_RMA_STATES).toEqual(['requested', 'approved', 'label_issued', 'received']);
  expect(RMA_STATES.filter((state) => NEXT_STEPS[state] !== null)).toEqual(OPEN_RMA_STATES);
});

test('nothing leads from approved to rejected, by whatever way: the refund is decided at payments', () => {
  const reached = new Set<RmaState>(['approved']);
  for (const state of reached) for (const next of RMA_TRANSITIONS[state]) reached.add(next);
  expect([...reached].sort()).toEqual(['approved', 'closed', 'label_issued', 'received']);
});
