import { expect, test } from 'vitest';
import { wordsOf } from './search-text.ts';

test.each([
  ['coffee 1kg', ['coffee', '1kg']],
  ['  coffee\u00a0\u20091kg coffee ', ['coffee', '1kg']],
  ['100% _ \\', ['100%', '_', '\\']],
  ['cafe\u0301', ['caf\u00e9']],
  ['   ', []],
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
