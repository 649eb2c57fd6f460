import { expect, test } from 'vitest';
import { isOpen, SHIPMENT_STATES, SHIPMENT_TRANSITIONS, type ShipmentState } from './shipment.ts';

const ALLOWED: readonly (readonly [ShipmentState, ShipmentState])[] = [
  ...(['in_transit', 'customs', 'delivered', 'cancelled'] as const).map((to) => ['planned', to] as const),
  ...(['customs', 'delivered', 'cancelled'] as const).map((to) => ['in_transit', to] as const),
  ...(['in_transit', 'delivered', 'cancelled'] as const).map((to) => ['customs', to] as const),
];

test.each(SHIPMENT_STATES.flatMap((from) => SHIPMENT_STATES.map((to) => [from, to] as const)))(
  '%s to %s',
  (from, to) => {
    expect(SHIPMENT_TRANSITIONS[from].includes(to)).toBe(ALLOWED.some(([a, b]) => a === from && b === to));
  },
);

test('what was delivered or cancelled is not under way', () => {
  expect(SHIPMENT_STATES.filter(isOpen)).toEqual(['planned', 'in_transit', 'customs']);
});
