import { expect, test } from 'vitest';
import { matchWords, type MatchFacts } from './match.ts';

const EUR = (minor: bigint): { minor: bigint; currency: string } => ({ minor, currency: 'EUR' });
const MATCHED: MatchFacts = {
  amount: EUR(4_200_00n),
  orderNumber: 'PO-7002',
  ordered: EUR(4_200_00n),
  received: EUR(4_200_00n),
};

test('order, receipt and invoice that agree match', () => {
  expect(matchWords(MATCHED)).toBe(
    'matches: order PO-7002 of 4,200.00 EUR, received 4,200.00 EUR, billed 4,200.00 EUR',
  );
});

test.each<[string, Partial<MatchFacts>, string]>([
  ['of no order', { orderNumber: null }, 'the invoice names no order'],
  ['of an order that is not known', { ordered: null }, 'does not match: order PO-7002 of an unknown amount'],
  ['of which nothing was received', { received: null }, 'received nothing, billed'],
  ['of which less was received', { received: EUR(4_199_99n) }, 'does not match'],
  ['over another amount', { amount: EUR(4_200_01n) }, 'does not match'],
  ['under its order', { amount: EUR(4_199_99n) }, 'does not match'],
  ['in another currency', { ordered: { minor: 4_200_00n, currency: 'USD' } }, 'does not match'],
])('an invoice %s does not', (_what, change, words) => {
  expect(matchWords({ ...MATCHED, ...change })).toContain(words);
});
