import { expect, test } from 'vitest';
import { table } from './print.ts';

const rows = [
  ['get_stock', '1,024'],
  ['find_items, by words', '7.5'],
];

test('figures stand to the right, words to the left', () => {
  expect(table(['read', 'rows'], rows, false)).toEqual([
    'read                   rows',
    'get_stock             1,024',
    'find_items, by words    7.5',
  ]);
});

test('in Markdown it is a table that says so of its columns', () => {
  expect(table(['read', 'rows'], rows, true)).toEqual([
    '| read                 |  rows |',
    '| -------------------- | ----: |',
    '| get_stock            | 1,024 |',
    '| find_items, by words |   7.5 |',
  ]);
});
