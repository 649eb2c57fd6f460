import { open } from 'node:fs/promises';
import {
  scmsText as csv,
  fileFolder as folder,
  SCMS_HEADER as HEADER,
  scmsPurchase as purchase,
  scmsStockOrder as stockOrder,
} from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { identify } from '../file/check.ts';
import { readLines } from '../file/read.ts';
import { sentence, type ImportRefusal } from '../file/refusal.ts';
import { SCMS_COLUMNS } from './columns.ts';
import { parseLine } from './line.ts';

const { write, remove } = await folder();
afterAll(remove);

const linesOf = (file: string) => readLines(file, SCMS_COLUMNS, () => undefined);

/** Reads the file as an import does before it looks into the database. */
async function refusalOf(content: string | Buffer): Promise<ImportRefusal | undefined> {
  const file = await write(content);
  const identified = await identify(file, SCMS_COLUMNS.nameOf, () => undefined);
  if (!identified.ok) return identified.refusal;
  for await (const line of linesOf(file)) {
    const parsed = line.ok ? parseLine(file, line.value) : line;
    if (!parsed.ok) return parsed.refusal;
  }
  return undefined;
}

function lines(count: number): readonly ReturnType<typeof purchase>[] {
  return Array.from({ length: count }, (_, at) => purchase({ ID: String(at + 1) }));
}

const whole = csv(lines(400));

test('a file that is as it should be is taken', async () => {
  expect(await refusalOf(whole)).toBeUndefined();
  expect(await refusalOf(whole.replaceAll('\r\n', '\n').slice(1))).toBeUndefined();
});

test('columns are found by name, in any order, and others are kept beside them', async () => {
  const file = await write(csv([{ ...purchase(), Extra: 'kept' }], ['Extra', ...[...HEADER].reverse()]));
  const found = await Array.fromAsync(linesOf(file));
  expect(found).toMatchObject([
    { ok: true, value: { line: 2, header: { unknown: ['Extra'] }, columns: { Extra: 'kept', ID: '1' } } },
  ]);
});

test('a line is numbered as an editor numbers it, below values and blank lines of any number of lines', async () => {
  const text = csv([
    purchase({ Brand: 'two\r\nlines' }),
    purchase({ ID: '2', Brand: 'and\nthree\nlines' }),
    purchase({ ID: '3' }),
  ]);
  const file = await write(text.replace(/\r\n3,/, '\r\n\r\n3,'));
  const found = await Array.fromAsync(linesOf(file));
  expect(found.map((line) => (line.ok ? line.value.line : line.refusal))).toEqual([2, 4, 8]);
});

test('refuses a file without a column, naming every one that is missing', async () => {
  const header = HEADER.filter((name) => name !== 'ID' && name !== 'Pack Price');
  expect(await refusalOf(csv(lines(2), header))).toMatchObject({
    code: 'column-missing',
    line: 1,
    columns: ['ID', 'Pack Price'],
  });
});

test('refuses a column that is there twice', async () => {
  expect(await refusalOf(csv(lines(2), [...HEADER, 'Brand']))).toMatchObject({
    code: 'column-repeated',
    line: 1,
    column: '34',
  });
  expect(await refusalOf(csv(lines(2), [...HEADER, 'X', 'X']))).toMatchObject({
    code: 'column-repeated',
    line: 1,
    column: '35',
  });
});

test.each([';', '\t', '|'])('refuses columns separated by %j', async (delimiter) => {
  const text = `${HEADER.join(delimiter)}\r\n${Object.values(purchase({ Vendor: 'x', 'Manufacturing Site': 'x' })).join(delimiter)}\r\n`;
  expect(await refusalOf(text)).toMatchObject({ code: 'delimiter', line: 1 });
});

test('refuses another encoding, naming line and column, in whichever block it stands', async () => {
  for (const line of [2, 300]) {
    const bytes = Buffer.from(
      csv(lines(400).map((values, at) => (at === line - 2 ? { ...values, Brand: '#' } : values))),
    );
    bytes[bytes.indexOf(',#,') + 1] = 0xe9;
    expect(await refusalOf(bytes)).toMatchObject({ code: 'encoding', line, column: 'Brand' });
  }
  expect(await refusalOf(Buffer.from(whole, 'utf16le'))).toMatchObject({ code: 'encoding', line: 1 });
  expect(await refusalOf(whole.replace('Generic', 'Gen\0eric'))).toMatchObject({ code: 'encoding', line: 2 });
});

test('refuses a quote that is never closed, naming the line where it opens', async () => {
  for (const line of [2, 300]) {
    const text = csv(
      lines(400).map((values, at) => ({ ...values, 'Item Description': at === line - 2 ? 'Generic #' : 'Generic' })),
    );
    expect(
      await refusalOf(text.replaceAll('"Ranbaxy, Paonta Shahib, India"', 'Ranbaxy').replace('Generic #', '"Generic #')),
    ).toMatchObject({
      code: 'quote',
      line,
      column: 'Item Description',
    });
  }
});

test.each(['Gene"ric', '"Gene"ric', '"Gene'])('refuses %j, where quotes do not pair', async (value) => {
  expect(await refusalOf(whole.replace('Generic', value))).toMatchObject({ code: 'quote', line: 2, column: 'Brand' });
});

test('refuses a file cut short anywhere but between two lines', async () => {
  const bytes = Buffer.from(whole);
  for (const length of [bytes.length - 1, bytes.length - 3, bytes.length - 40, bytes.length - 200, 100_000, 66_000]) {
    const refusal = await refusalOf(bytes.subarray(0, length));
    expect(['cut-short', 'quote', undefined]).toContain(refusal?.code);
    if (bytes[length - 1] !== 0x0a) expect(refusal).toBeDefined();
  }
  expect(await refusalOf(bytes.subarray(0, bytes.length - 3))).toMatchObject({ code: 'cut-short', line: 401 });
});

test('refuses a line with fewer or more values than the header has columns', async () => {
  expect(await refusalOf(`${whole}9,9\r\n`)).toMatchObject({
    code: 'fields',
    line: 402,
    column: 'PQ #',
    found: 2,
    expected: 33,
  });
  const more = `${whole.trimEnd()},more\r\n`;
  expect(await refusalOf(more)).toMatchObject({ code: 'fields', line: 401, column: '34', found: 34, expected: 33 });
});

test('refuses a line longer than 64 KiB before reading on', async () => {
  const text = csv([...lines(3), purchase({ ID: '9', Brand: 'x'.repeat(65_536) }), stockOrder({ ID: '10' })]);
  expect(await refusalOf(text)).toMatchObject({ code: 'line-too-long', line: 5, bytesMax: 65_536 });
});

test('refuses a gigabyte of one line without reading it', async () => {
  const path = await write('');
  const file = await open(path, 'r+');
  await file.write('x'.repeat(70_000));
  await file.truncate(1024 ** 3);
  await file.close();
  let bytes = 0;
  const checked = await identify(path, SCMS_COLUMNS.nameOf, (progress) => (bytes = progress.bytes));
  expect(checked).toMatchObject({ ok: false, refusal: { code: 'line-too-long', line: 1 } });
  expect(bytes).toBeLessThanOrEqual(256 * 1024);
});

test('refuses a file that is not there, or is none', async () => {
  const check = (path: string) => identify(path, SCMS_COLUMNS.nameOf, () => undefined);
  expect(await check('/nowhere/history.csv')).toMatchObject({ refusal: { code: 'file', why: 'absent' } });
  expect(await check('/')).toMatchObject({ refusal: { code: 'file', why: 'not a file' } });
  expect(await check('/dev/zero')).toMatchObject({ refusal: { code: 'file', why: 'not a file' } });
});

test('a refusal says file, line, column and what is accepted', () => {
  const file = 'history.csv';
  expect(sentence({ code: 'value', file, line: 7, column: 'Line Item Quantity', accepted: 'a whole number' })).toBe(
    'history.csv, line 7, column "Line Item Quantity": a whole number is accepted',
  );
  expect(sentence({ code: 'encoding', file, line: 7, column: '3' })).toMatch(/^history.csv, line 7, column 3: /);
  expect(sentence({ code: 'no-lines', file })).toBe('history.csv: no lines after the header');
});
