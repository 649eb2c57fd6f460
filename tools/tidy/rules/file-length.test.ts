import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { fileLength } from './file-length.ts';

const lines = (count: number) => 'a\n'.repeat(count);
const messages = (texts: Readonly<Record<string, string>>, before?: readonly string[]) =>
  fileLength.check(repositoryOf(texts, before)).map(({ path, message }) => `${path}: ${message}`);

test.each([
  ['libs/kernel/src/money.ts', 250],
  ['prisma/migrations/0001_roles.sql', 250],
  ['apps/inventory/src/main.ts', 40],
  ['apps/inventory/src/server.ts', 60],
  ['apps/inventory/src/tools/get-stock.ts', 120],
  ['apps/inventory/src/tools/get-stock.test.ts', 250],
])('%s has at most %i lines', (path, most) => {
  expect(messages({ [path]: lines(most) })).toEqual([]);
  expect(messages({ [path]: lines(most + 1) })).toEqual([expect.stringContaining(`at most ${most}`)]);
});

test('text for people may be long', () => {
  expect(messages({ 'docs/threats.md': lines(900) })).toEqual([]);
});

test('a listed file may have 400 lines and no more', () => {
  const listed = { 'tools/tidy/ratchet.json': '["libs/a/src/b.ts"]' };
  expect(messages({ ...listed, 'libs/a/src/b.ts': lines(400) })).toEqual([]);
  expect(messages({ ...listed, 'libs/a/src/b.ts': lines(401) })).toEqual([expect.stringContaining('at most 400')]);
});

test('a listed file that became short leaves the list', () => {
  const listed = { 'tools/tidy/ratchet.json': '["libs/a/src/b.ts"]' };
  expect(messages({ ...listed, 'libs/a/src/b.ts': lines(250) })).toEqual([expect.stringContaining('take it off')]);
  expect(messages(listed)).toEqual([expect.stringContaining('take it off')]);
});

test('the list only shrinks', () => {
  const texts = { 'tools/tidy/ratchet.json': '["libs/a/src/b.ts"]', 'libs/a/src/b.ts': lines(300) };
  expect(messages(texts, ['libs/a/src/b.ts'])).toEqual([]);
  expect(messages(texts, [])).toEqual([expect.stringContaining('only shrinks')]);
});
