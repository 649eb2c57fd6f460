import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askingRefusal, leftOf, worthOf, type Returnable } from './asking.ts';

const TODAY = '2026-11-21';
const TEA: Returnable = {
  ...{ sku: 'TEA-ASM', description: 'Tea', sold: 5, returned: 0, price: { minor: 12_80n, currency: 'EUR' } },
  ...{ deliveredOn: '2026-11-07', windowDays: 14 },
};
const line = (quantity = 1, sku = 'TEA-ASM'): { readonly sku: string; readonly quantity: number } => ({
  sku,
  quantity,
});

test('all that was sold may come back, on the last day of its window', () => {
  expect(askingRefusal([line(5)], [TEA], TODAY)).toBeUndefined();
});

test.each<readonly [string, Partial<Returnable>, string]>([
  ['a day later', { deliveredOn: '2026-11-06' }, 'too_late'],
  ['without a day of delivery', { deliveredOn: null }, 'no_day'],
  ['without a rule', { windowDays: null }, 'no_policy_rule'],
  ['at several prices', { price: null }, 'several_prices'],
  ['of which one is on its way back', { returned: 1 }, 'too_many'],
  ['of which more came back than was sold', { returned: 9 }, 'too_many'],
  ['of another name', { sku: 'TEA-100' }, 'unknown_item'],
])('five of an item %s are refused', (_what, change, code) => {
  const refusal = askingRefusal([line(5)], [{ ...TEA, ...change }], TODAY);
  expect(refusal).toMatchObject({ code });
  expect(refusal?.accepted).toBeTruthy();
});

test('an item that is named twice is refused, however little of it', () => {
  expect(askingRefusal([line(), line()], [TEA], TODAY)).toMatchObject({ code: 'twice', field: 'lines.1.sku' });
});

test('the line that is refused is the one that is named', () => {
  const both = [TEA, { ...TEA, sku: 'COF-1KG', returned: 5 }];
  expect(askingRefusal([line(), line(1, 'COF-1KG')], both, TODAY)).toMatchObject({ field: 'lines.1.quantity' });
});

test('whatever was sold and came back, exactly what is left may be asked for', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(1_000), fc.integer({ min: 1, max: 2_000 }), (sold, returned, quantity) => {
      const item = { ...TEA, sold, returned };
      expect(leftOf(item)).toBeGreaterThanOrEqual(0);
      expect(askingRefusal([line(quantity)], [item], TODAY) === undefined).toBe(returned + quantity <= sold);
    }),
  );
});

test('what comes back is worth what it was sold for', () => {
  const coffee = { ...TEA, sku: 'COF-1KG', price: { minor: 19_00n, currency: 'EUR' } };
  expect(worthOf([line(3), line(2, 'COF-1KG')], [TEA, coffee], 'EUR')).toEqual({ minor: 76_40n, currency: 'EUR' });
});
