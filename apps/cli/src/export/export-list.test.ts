import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toFile, type Destination } from './destination.ts';
import { exportList, type Format } from './export-list.ts';
import type { List } from './lists.ts';
import type { Page } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'supercargo export '));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const list: List = {
  ...{ name: 'find_items', title: 'Find items', rows: 'items', filters: {}, pageRowsMax: 100 },
  columns: [
    { name: 'sku', path: ['sku'] },
    { name: 'text', path: ['text'] },
    { name: 'units', path: ['units'] },
  ],
};

async function* pages(rows: readonly unknown[], fault?: Error): AsyncGenerator<Page> {
  yield { rows, total: rows.length };
  if (fault !== undefined) throw fault;
}

async function* refused(): AsyncGenerator<Page> {
  await Promise.resolve();
  throw new Error('refused');
  yield { rows: [], total: 0 };
}

async function written(rows: readonly unknown[], format: Format = 'csv'): Promise<string> {
  let text = '';
  const destination: Destination = {
    write: (more) => {
      text += more;
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
  await exportList(pages(rows), list, format, destination, () => undefined);
  return text;
}

test('text that a spreadsheet would calculate is text, and numbers stay numbers', async () => {
  const texts = ['=1+1', '+1', '-cmd', '@SUM(A1)', '\tx', '\rx', '＝1'];
  const text = await written(texts.map((one, index) => ({ sku: index.toString(), text: one, units: -3 })));
  const lines = text.split('\r\n').slice(1, -1);
  expect(lines).toHaveLength(texts.length);
  for (const line of lines) expect(line).toMatch(/^\d,"?'.*,-3$/s);
});

test('a list that is refused at its first page leaves nothing, not even headings', async () => {
  let text = '';
  const destination = {
    write: (more: string): Promise<void> => {
      text += more;
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
  await expect(exportList(refused(), list, 'csv', destination, () => undefined)).rejects.toThrow('refused');
  expect(text).toBe('');
});

test('quotes, commas and line breaks stay inside their cell', async () => {
  expect(await written([{ sku: 'A', text: 'say "hi", \n twice', units: 1 }])).toBe(
    'sku,text,units\r\nA,"say ""hi"", \n twice",1\r\n',
  );
});

test('an empty list has its headings, and as JSON nothing', async () => {
  expect(await written([])).toBe('sku,text,units\r\n');
  expect(await written([], 'json-lines')).toBe('');
  expect(await written([{ sku: 'A', more: { x: 1 } }], 'json-lines')).toBe('{"sku":"A","more":{"x":1}}\n');
});

async function into(path: string, force: boolean, fault?: Error): Promise<void> {
  const destination = await toFile(path, force);
  try {
    await exportList(pages([{ sku: 'A', text: 'x', units: 1 }], fault), list, 'csv', destination, () => undefined);
    await destination.finish();
  } catch (error) {
    await destination.abandon();
    throw error;
  }
}

test('a file is whole and its owner’s alone', async () => {
  const path = join(folder, 'whole.csv');
  await into(path, false);
  expect(readFileSync(path, 'utf8')).toBe('sku,text,units\r\nA,x,1\r\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('where the list ends early there is no file, and one that was there stays as it was', async () => {
  const path = join(folder, 'failed.csv');
  await expect(into(path, false, new Error('gone'))).rejects.toThrow('gone');
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, 'before');
  await expect(into(path, true, new Error('gone'))).rejects.toThrow('gone');
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toStrictEqual([]);
});

test('a file that is there is replaced only by force, also when it came meanwhile', async () => {
  const path = join(folder, 'taken.csv');
  const destination = await toFile(path, false);
  writeFileSync(path, 'another’s');
  await expect(destination.finish()).rejects.toThrow('is there already; --force replaces it');
  await destination.abandon();
  await expect(toFile(path, false)).rejects.toThrow('is there already');
  expect(readFileSync(path, 'utf8')).toBe('another’s');
  await into(path, true);
  expect(readFileSync(path, 'utf8')).toContain('A,x,1');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toStrictEqual([]);
});

test('a folder that is not there is refused', async () => {
  await expect(toFile(join(folder, 'none', 'x.csv'), false)).rejects.toThrow('cannot be written: ENOENT');
});
