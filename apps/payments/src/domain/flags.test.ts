import { expect, test } from 'vitest';
import { flagsOf, isUnusual, type BillFacts } from './flags.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const ORDINARY: BillFacts = {
  amount: { minor: 4_200_00n, currency: 'EUR' },
  payee: {
    ...{ allowed: true, accountLast4: '3000', verifiedAt: new Date('2026-01-02T00:00:00Z') },
    changedAt: new Date('2026-01-01T00:00:00Z'),
  },
  paidBefore: { payments: 5, largestMinor: 3_900_00n },
  lookalikes: [],
  sameAccount: [],
};

test('an ordinary bill has no flag', () => {
  expect(flagsOf(ORDINARY, NOW)).toEqual([]);
});

test.each<[string, Partial<BillFacts>, string]>([
  ['of a payee never paid', { paidBefore: { payments: 0, largestMinor: null } }, 'first-time payee'],
  ['like another', { lookalikes: ['INV-7001'] }, 'looks like a duplicate: INV-7001'],
  [
    'whose account others have as well',
    { sameAccount: ['SUP-A', 'SUP-B'] },
    'another payee has the same account: SUP-A, SUP-B',
  ],
  [
    'of much more than ever',
    { amount: { minor: 7_800_01n, currency: 'EUR' } },
    'unusual amount: the most that was ever paid to it is 3,900.00 EUR',
  ],
  [
    'of a payee that changed its account',
    { payee: { ...ORDINARY.payee, changedAt: NOW } },
    'the bank details changed on 2026-11-21',
  ],
  ['of a payee that is not allowed', { payee: { ...ORDINARY.payee, allowed: false } }, 'not on the allow-list'],
])('a bill %s says so', (_what, change, words) => {
  const flags = flagsOf({ ...ORDINARY, ...change }, NOW);
  expect(flags).toHaveLength(1);
  expect(flags[0]).toContain(words);
});

test.each([
  [7_800_00n, 5, false],
  [7_800_01n, 5, true],
  [7_800_01n, 2, false],
])('%i minor units after %i payments of at most 3,900.00: unusual is %s', (minor, payments, unusual) => {
  const paidBefore = { payments, largestMinor: 3_900_00n };
  expect(isUnusual({ amount: { minor, currency: 'EUR' }, paidBefore })).toBe(unusual);
});
