import { expect, test } from 'vitest';
import { importedAt, withEntry, withImport } from './source-edits.ts';

const bare = (text: string): string => text.replaceAll(/\s/g, '');

test.each([
  ['an empty list', 'const a = { b: [] };', 'a.b', 'const a = { b: [x] };'],
  ['a list', 'const a = { b: [y] };', 'a.b', 'const a = { b: [y, x] };'],
  ['a list with a comma at its end', 'const a = [y,\n];', 'a', 'const a = [y, x,];'],
  [
    'an object that is a constant',
    'const a = { b: { y: 1 } } as const;',
    'a.b',
    'const a = { b: { y: 1, x } } as const;',
  ],
  ['a list that has a name', 'const c = [y]; const a = { b: c };', 'a.b', 'const c = [y, x]; const a = { b: c };'],
  ['a list with the name of its place', 'const b = [y]; const a = { b };', 'a.b', 'const b = [y, x]; const a = { b };'],
  ['brackets in text and comments', 'const a = ["]", /* ] */ y];', 'a', 'const a = ["]", /* ] */ y, x];'],
])('an entry comes last in %s', (_what, text, path, edited) => {
  expect(bare(withEntry(text, path, 'x'))).toBe(bare(edited));
});

test.each([
  ['const a = { c: [] };', 'a.b', 'there is no a.b here'],
  ['const c = { b: [] };', 'a.b', 'there is no a here'],
  ['const a = { b: made() };', 'a.b', 'a.b is no list in brackets or braces'],
])('%s has no %s to edit, which is said', (text, path, said) => {
  expect(() => withEntry(text, path, 'x')).toThrow(said);
});

test('an import finds its place among relative ones', () => {
  const text = "import { z } from 'zod';\nimport { b } from './b.ts';\nimport { d } from './d.ts';\nb(d);\n";
  expect(withImport(text, 'c', './c.ts')).toContain("'./b.ts';\nimport { c } from './c.ts';\nimport { d }");
  expect(withImport(text, 'e', './e.ts')).toContain("'./d.ts';\nimport { e } from './e.ts';\nb(d)");
});

test.each([
  ["import { b } from './b.ts'; const a = { c: b };", { from: './b.ts', name: 'b' }],
  ["import { x as b } from './b.ts'; const a = { c: b } as const;", { from: './b.ts', name: 'x' }],
  ["import { b } from 'b'; const a = { c: b };", undefined],
  ['const b = {}; const a = { c: b };', undefined],
  ['const a = { c: {} };', undefined],
])('%s says where its list is written', (text, place) => {
  expect(importedAt(text, 'a.c')).toEqual(place);
});
