import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { workplace } from './workplace.ts';

const found = (path: string, text: string) => workplace.check(repositoryOf({ [path]: text })).length;
const temporary = ['', 'tmp', 'x'].join('/');
const host = ['https:', '', 'registry.example.org'].join('/');

test('finds a folder of one machine', () => {
  expect(found('libs/a/src/b.ts', `const a = '${temporary}';`)).toBe(1);
  expect(found('docs/page.md', `cd ${['', 'root', 'x'].join('/')}`)).toBe(1);
});

test('lets a test make a temporary folder', () => {
  expect(found('libs/a/src/b.test.ts', `const a = mkdtempSync('${temporary}');`)).toBe(0);
});

test('lets paths pass that only end like one', () => {
  expect(found('libs/a/src/b.ts', "const a = 'libs/work/index.ts';")).toBe(0);
});

test('finds a registry host, also in the lock file', () => {
  expect(found('docs/page.md', `${host}/zod`)).toBe(1);
  expect(found('package-lock.json', `"resolved": "${host}/zod.tgz"`)).toBe(1);
});
