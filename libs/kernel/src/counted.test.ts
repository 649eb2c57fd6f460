import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test.each([
  [0, '0 invoices'],
  [1, '1 invoice'],
  [2, '2 invoices'],
  [10_324, '10,324 invoices'],
])('%i is said as %s', (number, words) => {
  expect(counted(number, 'invoice')).toBe(words);
});
