import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { ratchetOf, readRepository } from './repository.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidy '));
  mkdirSync(join(root, 'src'));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, '.gitignore'), 'dist/\n');
  writeFileSync(join(root, 'src', 'a.ts'), 'one\ntwo\n');
  writeFileSync(join(root, 'src', 'b.png'), 'not text');
  writeFileSync(join(root, 'dist', 'c.ts'), '');
});
afterEach(() => rmSync(root, { recursive: true }));

test('reads what is not ignored, with git and without', () => {
  const walked = readRepository(root);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const listed = readRepository(root);
  for (const { files, paths } of [walked, listed]) {
    expect([...paths].sort()).toEqual(['.gitignore', 'src/a.ts', 'src/b.png']);
    expect(files.find(({ path }) => path === 'src/a.ts')?.lines).toEqual(['one', 'two']);
    expect(files.some(({ path }) => path === 'src/b.png')).toBe(false);
  }
});

test('refuses a ratchet list that is no list of paths', () => {
  expect(ratchetOf('["a.ts"]')).toEqual(['a.ts']);
  expect(() => ratchetOf('{"a.ts": 300}')).toThrow('list of paths');
});
