import { expect, test } from 'vitest';
import { decideRefund, refundable, severalPayments } from './refund.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const PAID = { amount: eur(100_00n), refunded: eur(30_00n) };

test('what is left of a payment may go back, to the cent', () => {
  expect(refundable(PAID)).toEqual(eur(70_00n));
  expect(decideRefund(PAID, { amount: '70.00', currency: undefined })).toEqual({ ok: true, value: eur(70_00n) });
  expect(decideRefund(PAID, { amount: '0.01', currency: 'EUR' })).toEqual({ ok: true, value: eur(1n) });
});

test.each<readonly [string, string, string | undefined, string, string]>([
  ['a cent more', '70.01', undefined, 'more_than_paid', 'at most 70.00 EUR'],
  ['nothing', '0', undefined, 'not_an_amount', 'a decimal such as 89.00'],
  ['a part of a cent', '1.001', undefined, 'not_an_amount', 'a decimal such as 89.00'],
  ['less than nothing', '-1', undefined, 'not_an_amount', 'a decimal such as 89.00'],
  ['another currency', '1.00', 'USD', 'other_currency', 'EUR'],
])('%s does not', (_what, amount, currency, code, accepted) => {
  expect(decideRefund(PAID, { amount, currency })).toMatchObject({ ok: false, refusal: { code, accepted } });
});

test('of what went back whole nothing may', () => {
  expect(decideRefund({ ...PAID, refunded: PAID.amount }, { amount: '0.01', currency: undefined })).toMatchObject({
    refusal: { accepted: 'nothing: all of it went back already' },
  });
});

test('an order that was paid in parts is told by its payments', () => {
  expect(severalPayments(['CP-1', 'CP-2']).accepted).toBe('customer_payment instead: CP-1, CP-2');
});
