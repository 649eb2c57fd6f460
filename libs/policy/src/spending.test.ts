import { expect, test } from 'vitest';
import { fits, leftOf, type BudgetLine } from './spending.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const LINE: BudgetLine = { dimension: 'payee', holder: 'SUP-A', span: 'day', cap: eur(100n), spent: eur(40n) };

test.each<[string, Partial<BudgetLine>, bigint | null]>([
  ['what the cap leaves', {}, 60n],
  ['nothing where all is spent', { spent: eur(100n) }, 0n],
  ['nothing, and not less, where the cap was lowered below it', { cap: eur(30n) }, 0n],
  ['nothing that is known where no cap is set', { cap: null }, null],
])('left is %s', (_what, change, left) => {
  expect(leftOf({ ...LINE, ...change })?.minor ?? null).toBe(left);
});

test.each([
  [eur(60n), true],
  [eur(61n), false],
  [{ minor: 1n, currency: 'USD' }, false],
])('whether %o fits into 60: %s', (amount, doesFit) => {
  expect(fits(LINE, amount)).toBe(doesFit);
  expect(fits({ ...LINE, cap: null }, amount)).toBe(false);
});
