import { expect, test } from 'vitest';
import { PURCHASE_ORDER_TRANSITIONS, canBecome, type PurchaseOrderState } from './purchase-order.ts';

const STATES = Object.keys(PURCHASE_ORDER_TRANSITIONS) as PurchaseOrderState[];
const ALLOWED: readonly (readonly [PurchaseOrderState, PurchaseOrderState])[] = [
  ['open', 'cancelled'],
  ['open', 'received'],
];

const PAIRS = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));

test.each(PAIRS)('%s to %s', (from, to) => {
  expect(canBecome(from, to)).toBe(ALLOWED.some(([a, b]) => a === from && b === to));
});

test('every state is in the table, and every target is a state', () => {
  expect(STATES).toEqual(['open', 'cancelled', 'received']);
  for (const to of Object.values(PURCHASE_ORDER_TRANSITIONS).flat()) expect(STATES).toContain(to);
});
