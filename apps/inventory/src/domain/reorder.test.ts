import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AMOUNT_MINOR_MAX, decideReorder, expectedOn, type ReorderFacts } from './reorder.ts';

const FACTS: ReorderFacts = { sku: 'COF-1KG', supplierId: 'SUP-FINCA', price: { minor: 1_250n, currency: 'EUR' } };

test('a reorder costs price times quantity, in the price’s currency', () => {
  expect(decideReorder(FACTS, 40)).toEqual({
    ok: true,
    value: { supplierId: 'SUP-FINCA', price: FACTS.price, amount: { minor: 50_000n, currency: 'EUR' } },
  });
});

test.each<[string, Partial<ReorderFacts>, number, string]>([
  ['nobody who sells it', { supplierId: null }, 1, 'no_supplier'],
  ['no price', { price: null }, 1, 'no_price'],
  ['neither', { supplierId: null, price: null }, 1, 'no_supplier'],
  [
    'an amount beyond what a ledger line holds',
    { price: { minor: AMOUNT_MINOR_MAX, currency: 'EUR' } },
    2,
    'amount_too_large',
  ],
])('an item with %s is not reordered', (_what, facts, quantity, refusal) => {
  expect(decideReorder({ ...FACTS, ...facts }, quantity)).toEqual({ ok: false, refusal });
});

test('no amount is rounded on its way, and none passes the bound', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 1, max: 1_000_000 }), (minor, quantity) => {
      const decided = decideReorder({ ...FACTS, price: { minor, currency: 'EUR' } }, quantity);
      const exact = minor * BigInt(quantity);
      if (exact > AMOUNT_MINOR_MAX) expect(decided).toEqual({ ok: false, refusal: 'amount_too_large' });
      else expect(decided).toMatchObject({ ok: true, value: { amount: { minor: exact } } });
    }),
  );
});

test.each([
  ['2026-02-27T23:59:59.999Z', 0, '2026-02-27'],
  ['2026-02-27T23:59:59.999Z', 2, '2026-03-01'],
  ['2028-02-28T00:00:00.000Z', 1, '2028-02-29'],
  ['2026-12-31T12:00:00.000Z', 3_650, '2036-12-28'],
  ['2026-12-31T12:00:00.000Z', null, null],
])('ordered at %s with a lead time of %s days it is due on %s', (orderedAt, leadTimeDays, due) => {
  expect(expectedOn(new Date(orderedAt), leadTimeDays)).toBe(due);
});
