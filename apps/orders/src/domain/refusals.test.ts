import { expect, test } from 'vitest';
import { splitRefusal, unknownCustomer } from './refusals.ts';

test.each([
  [{ ids: [], total: 0 }, 'no customer is recorded yet'],
  [{ ids: ['A', 'B'], total: 2 }, 'A, B'],
  [{ ids: ['A', 'B'], total: 12 }, 'A, B … and 10 more'],
])('an unknown customer beside %j is told %j', (known, accepted) => {
  expect(unknownCustomer(known)).toMatchObject({ field: 'customer', accepted });
});

test.each([
  [3, 'at most 3 of line 2'],
  [0, 'no units of line 2'],
])('whoever asks for more than the %d left is told %j', (left, accepted) => {
  expect(splitRefusal({ code: 'more_than_left', line: 2, left })).toMatchObject({ field: 'lines', accepted });
});
