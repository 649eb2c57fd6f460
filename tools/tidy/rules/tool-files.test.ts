import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { toolFiles } from './tool-files.ts';

const source = 'apps/inventory/src';
const whole = {
  [`${source}/server.ts`]: "import { getStock } from './tools/get-stock.ts';",
  [`${source}/tools/get-stock.ts`]: '',
  [`${source}/tools/get-stock.test.ts`]: '',
  [`${source}/tools/get-stock.snap.json`]: '{}',
};
const messages = (texts: Readonly<Record<string, string>>) =>
  toolFiles.check(repositoryOf(texts)).map(({ message }) => message);
const without = (path: string) =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => key !== `${source}/${path}`));

test('accepts a tool with its test, its snapshot and its line', () => {
  expect(messages(whole)).toEqual([]);
});

test.each([
  ['tools/get-stock.test.ts', 'no test'],
  ['tools/get-stock.snap.json', 'no snapshot'],
  ['server.ts', 'imported 0 times'],
])('refuses a tool without %s', (path, message) => {
  expect(messages(without(path))).toEqual([expect.stringContaining(message)]);
});

test('refuses a tool listed twice', () => {
  const line = "import { getStock } from './tools/get-stock.ts';\n";
  expect(messages({ ...whole, [`${source}/server.ts`]: line + line })).toEqual([
    expect.stringContaining('imported 2 times'),
  ]);
});

test('what is for customers is listed in customers.ts, and in one of the two alone', () => {
  const line = "import { getStock } from './tools/get-stock.ts';\n";
  const theirs = { ...without('server.ts'), [`${source}/customers.ts`]: line };
  expect(messages(theirs)).toEqual([]);
  expect(messages({ ...whole, ...theirs })).toEqual([expect.stringContaining('imported 2 times')]);
});
