import { expect, test } from 'vitest';
import { sayIds } from './refusal.ts';

test.each([
  [['BER-1'], 1, 'BER-1'],
  [['BER-1', 'HAM-1'], 2, 'BER-1, HAM-1'],
  [['BER-1', 'HAM-1'], 41, 'BER-1, HAM-1 … and 39 more'],
  [[], 0, 'no warehouse is recorded yet'],
  // Ids that cannot be named are not counted as named.
  [[], 3, 'no warehouse is recorded yet'],
])('%j of %d are said as %j', (ids, total, said) => {
  expect(sayIds({ ids, total }, 'no warehouse is recorded yet')).toBe(said);
});
