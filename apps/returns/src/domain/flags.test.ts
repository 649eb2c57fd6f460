import { expect, test } from 'vitest';
import { flagsOf, type History } from './flags.ts';
import type { Verdict } from './verdict.ts';

const eur = (minor: bigint): Verdict['value'] => ({ minor, currency: 'EUR' });
const FINE: Verdict = {
  ...{ window: 'inside', daysAfterDelivery: 9, windowDays: 14, isAboveLimit: false },
  ...{ value: eur(89_00n), restockingFee: eur(0n), refund: eur(89_00n), limit: eur(500_00n) },
};
const NOBODY: History = { othersOfCustomer: 0, othersOfOrder: [] };

test('there is nothing to point out where all is as the policy says', () => {
  expect(flagsOf(FINE, NOBODY)).toEqual([]);
});

test.each<readonly [string, Partial<Verdict>, Partial<History>, string]>([
  [
    'too late',
    { window: 'outside', daysAfterDelivery: 40 },
    {},
    'asked for 40 days after delivery, and the return policy accepts 14',
  ],
  [
    'without a day of delivery',
    { window: 'unknown', daysAfterDelivery: null },
    {},
    'the day of delivery is not recorded, so nobody knows whether it is in time',
  ],
  ['without a rule', { window: 'no_rule', windowDays: null }, {}, 'the return policy says nothing about it'],
  ['above the limit', { isAboveLimit: true }, {}, 'worth more than the policy’s limit of 500.00 EUR'],
  ['of a customer with three others', {}, { othersOfCustomer: 3 }, '3 other returns of this customer in 180 days'],
  [
    'of an order with others',
    {},
    { othersOfOrder: ['RMA-1', 'RMA-2'] },
    'the same order has other returns: RMA-1, RMA-2',
  ],
])('a return %s is flagged', (_what, verdict, history, flag) => {
  expect(flagsOf({ ...FINE, ...verdict }, { ...NOBODY, ...history })).toEqual([flag]);
});

test('two others of a customer are no habit', () => {
  expect(flagsOf(FINE, { ...NOBODY, othersOfCustomer: 2 })).toEqual([]);
});
