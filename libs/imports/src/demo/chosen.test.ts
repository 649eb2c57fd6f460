import { expect, test } from 'vitest';
import { chosen } from './chosen.ts';

test('the same words choose the same in every server, so that their demos tell one story', () => {
  expect(['SO-0800|customer', 'SO-0801|customer', '800|lead'].map((words) => chosen(words, 8))).toEqual([5, 2, 6]);
});

test('each of a few is chosen now and then, and nothing beyond', () => {
  const found = new Set(Array.from({ length: 200 }, (_, at) => chosen(`word ${at.toString()}`, 8)));
  expect([...found].sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
