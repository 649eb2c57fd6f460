import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PageStep } from './page.ts';
import { newReader } from './reader.ts';

const reader = newReader({ PATH: process.env['PATH'] });
const run = (
  commands: string,
  more: { readonly fails?: boolean; readonly output?: readonly string[] } = {},
): PageStep => ({
  ...{ kind: 'run', commands, fails: false, output: [] },
  ...more,
});

mkdirSync(reader.checkout);
writeFileSync(join(reader.checkout, 'a.txt'), 'one\ntwo\n');

test.each<[string, PageStep]>([
  ['a command', run('test -f a.txt')],
  ['a command with what it prints', run('cat a.txt', { output: ['two'] })],
  ['a command that must fail', run('test -f b.txt', { fails: true })],
])('%s that is as the page says is passed by', async (_what, step) => {
  expect(await reader.follow(step)).toBeUndefined();
});

test.each<[string, PageStep, string]>([
  ['a command that fails', run('echo why; exit 3'), 'it ended with 3:\necho why; exit 3\nwhy'],
  ['the first of two that fails', run('false\ntrue'), 'it ended with 1:'],
  ['a command that should fail', run('true', { fails: true }), 'it ended with 0:'],
  ['what is not printed', run('cat a.txt', { output: ['one', 'three'] }), 'not seen: three\ncat a.txt\none'],
])('%s is told', async (_what, step, told) => {
  expect(await reader.follow(step)).toContain(told);
});

test('an edit is made, and one without its place or without a change is refused', async () => {
  const edit = (...lines: readonly string[]): PageStep => ({ kind: 'edit', path: 'a.txt', lines });
  expect(await reader.follow(edit('-two', '+three'))).toBeUndefined();
  expect(readFileSync(join(reader.checkout, 'a.txt'), 'utf8')).toBe('one\nthree\n');
  await expect(reader.follow(edit('-two', '+three'))).rejects.toThrow('these lines are there 0 times');
  await expect(reader.follow(edit(' one'))).rejects.toThrow('a.txt is not changed');
});

test('nothing is left behind', async () => {
  await reader.leave();
  expect(existsSync(reader.folder)).toBe(false);
});
