import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { openRemarkFile, type RemarkFile } from './remark-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'remarks '));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const history = join(folder, 'history.csv');
writeFileSync(history, 'the history');

function opened(name: string, force = false): RemarkFile & { readonly read: () => string } {
  const path = join(folder, name);
  const file = openRemarkFile(path, history, force);
  if (!file.ok) throw new Error(file.refusal);
  return { ...file.value, read: () => readFileSync(path, 'utf8') };
}

function refused(name: string, force = false): string {
  const file = openRemarkFile(join(folder, name), history, force);
  return file.ok ? 'opened' : file.refusal;
}

const unfinished = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));
const unknown = (text: string) => ({ kind: 'unknown', column: 'Pack Price', text, reason: 'no amount' }) as const;

test('a remark is a line with its reason, and the file its owner’s alone', () => {
  const file = opened('whole.csv');
  file.add(7, unknown('dear, "very"'));
  expect(() => file.read()).toThrow('ENOENT');
  file.finish();
  expect(file.read()).toBe('line,column,text,reason\r\n7,Pack Price,"dear, ""very""",no amount\r\n');
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(unfinished()).toEqual([]);
});

test('without remarks there is the header', () => {
  const file = opened('none.csv');
  file.finish();
  expect(file.read()).toBe('line,column,text,reason\r\n');
});

test('more remarks than wait at once are all written, in their order', () => {
  const file = opened('many.csv');
  for (let line = 2; line < 3_503; line += 1) file.add(line, unknown(line === 9 ? 'x'.repeat(600_000) : '?'));
  file.finish();
  const lines = parse(file.read())
    .slice(1)
    .map(([line]) => Number(line));
  expect(lines).toEqual(Array.from({ length: 3_501 }, (_, at) => at + 2));
});

test('text that a spreadsheet would calculate is text, and what nobody sees is shown', () => {
  const file = opened('formulas.csv');
  for (const text of ['=1+1', '+1', '-cmd', '@SUM(A1)', '＝1']) file.add(2, unknown(text));
  file.add(3, unknown('dear\u202e\u0007'));
  file.finish();
  const texts = parse(file.read())
    .slice(1)
    .map(([, , text]) => text);
  expect(texts).toEqual(["'=1+1", "'+1", "'-cmd", "'@SUM(A1)", "'＝1", 'dear\ufffd\ufffd']);
});

test('a file that is there is replaced only by force', () => {
  writeFileSync(join(folder, 'taken.csv'), 'before');
  expect(refused('taken.csv')).toContain('taken.csv is there already; --force replaces it');
  const file = opened('taken.csv', true);
  expect(file.read()).toBe('before');
  file.finish();
  expect(file.read()).toMatch(/^line,/);
});

test('a file that came meanwhile is not replaced', () => {
  const file = opened('meanwhile.csv');
  writeFileSync(file.path, 'another’s');
  expect(() => {
    file.finish();
  }).toThrow('is there already; --force replaces it');
  file.abandon();
  expect(file.read()).toBe('another’s');
  expect(unfinished()).toEqual([]);
});

test('what is abandoned leaves nothing, and what was there before as it was', () => {
  writeFileSync(join(folder, 'kept.csv'), 'before');
  const file = opened('kept.csv', true);
  file.add(2, unknown('?'));
  file.abandon();
  expect(file.read()).toBe('before');
  expect(unfinished()).toEqual([]);
});

test('the imported file is never replaced, by another name neither', () => {
  linkSync(history, join(folder, 'other name.csv'));
  for (const name of ['history.csv', 'other name.csv']) {
    expect(refused(name, true)).toContain('is the file that is imported');
  }
  expect(readFileSync(history, 'utf8')).toBe('the history');
});

test.each([
  ['a folder', 'sub', 'is no regular file'],
  ['in a folder that is not there', join('none', 'x.csv'), 'cannot be written: ENOENT'],
  ['in a file', join('history.csv', 'x.csv'), 'cannot be written: ENOTDIR'],
])('a report that is %s is refused', (_what, name, why) => {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  expect(refused(name, true)).toContain(why);
  expect(unfinished()).toEqual([]);
});
