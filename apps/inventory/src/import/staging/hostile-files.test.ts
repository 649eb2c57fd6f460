import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, truncate, writeFile } from 'node:fs/promises';
import { importCsv, sentence, type ImportOptions, type ImportRefusal, type OnProgress } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { csvImports, csvOf, testDatabase, scmsText as scmsFile, scmsPurchase as purchase } from '@supercargo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { INVENTORY_CSV, LINES } from '../csv/csv-file.fixture.ts';
import { stock } from '../csv/tables/stock.ts';
import { importScms } from '../scms/import-scms.fixture.ts';
import { booksOf, stagedOf } from './store/books.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, INVENTORY_CSV);
afterAll(csv.remove);

const tenant = TenantId.parse('acme');
await csv.fill(tenant);
const before = await booksOf(database, tenant);

/** A kind of file: a whole one of some lines, and how it is imported. */
interface Kind {
  readonly whole: string;
  readonly run: (
    file: string,
    by: TenantDoor,
    options: ImportOptions,
  ) => Promise<{ readonly ok: boolean; readonly refusal?: ImportRefusal }>;
  /** A column of numbers, and one with a text that stands in quotes. */
  readonly number: string;
  readonly quoted: string;
  /** A valid value of that number column, as the file has it. */
  readonly value: string;
}

const STOCK_LINES = Array.from({ length: 1_500 }, (_, at) => ({
  ...LINES.stock,
  sku: `TEA-${at}`,
  on_hand: `2600${at}`,
}));

const KINDS: Readonly<Record<string, Kind>> = {
  'a CSV file of stock': {
    whole: csvOf(STOCK_LINES).replaceAll('HAM-1', '"HAM-1"'),
    run: (file, by, options) =>
      importCsv(by, tenant, { server: 'inventory', table: stock, file, mapping: new Map() }, options),
    ...{ number: 'on_hand', quoted: 'warehouse', value: '26001499' },
  },
  'the SCMS history': {
    whole: scmsFile(
      Array.from({ length: 1_500 }, (_, at) =>
        purchase({ ID: `${at + 1}`, 'Line Item Quantity': `2600${at}`, Brand: 'a, b', Country: 'Ghana' }),
      ),
    ),
    run: (file, by, options) => importScms(by, tenant, file, options),
    ...{ number: 'Line Item Quantity', quoted: 'Brand', value: '26001499' },
  },
};

describe.each(Object.entries(KINDS))('%s', (_name, { whole, run, number, quoted, value }) => {
  /** The refusal of a file; after it no row of any table is another, and nothing is staged. */
  async function refusedFile(file: string, by = door, onProgress?: OnProgress): Promise<ImportRefusal> {
    const result = await run(file, by, onProgress === undefined ? {} : { onProgress });
    expect(await booksOf(database, tenant)).toEqual(before);
    expect(await stagedOf(database, tenant)).toBe(0);
    const runs = await database.admin(`select from imports.run where state = 'staging'`);
    expect(runs).toHaveLength(0);
    if (result.refusal === undefined) throw new Error('it was taken');
    expect(sentence(result.refusal)).toContain(file);
    return result.refusal;
  }

  async function refused(content: string | Buffer): Promise<ImportRefusal> {
    const file = csv.path();
    await writeFile(file, content);
    return refusedFile(file);
  }

  const lastLine = whole.trimEnd().split('\n').length;
  const [header = '', firstLine = ''] = whole.split('\n');
  const names = header.replace(/[\ufeff\r]/g, '').split(',');

  test('cut in a line is refused', async () => {
    const cut = whole.slice(0, whole.lastIndexOf(value));
    expect(await refused(cut)).toMatchObject({ code: 'cut-short', line: lastLine });
    expect(await refused(`${cut}\n`)).toMatchObject({ code: 'fields', line: lastLine });
  });

  test('cut in a quoted value is refused', async () => {
    const cut = whole.slice(0, whole.lastIndexOf('"'));
    expect(await refused(`${cut}\n`)).toMatchObject({ code: 'quote', line: lastLine });
  });

  test('without the end of its last line is refused', async () => {
    expect(await refused(whole.trimEnd())).toMatchObject({ code: 'cut-short', line: lastLine });
  });

  test('in UTF-16 is refused', async () => {
    expect(await refused(Buffer.from(whole, 'utf16le'))).toMatchObject({ code: 'encoding', line: 1 });
  });

  test('in Latin-1 is refused where the first letter stands that is another in UTF-8', async () => {
    const text = whole.replace(value, `${value}é`);
    expect(await refused(Buffer.from(text, 'latin1').subarray(whole.startsWith('\ufeff') ? 1 : 0))).toMatchObject({
      ...{ code: 'encoding', line: lastLine, column: number },
    });
  });

  test.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('with %s for commas is refused, saying so', async (_what, delimiter) => {
    expect(await refused(whole.replaceAll(',', delimiter))).toMatchObject({ code: 'delimiter', line: 1 });
    const inQuotes = header.trim().replaceAll(/[^,\ufeff]+/g, '"$&"');
    expect(await refused(`${inQuotes.replaceAll(',', delimiter)}\n`)).toMatchObject({ code: 'delimiter', line: 1 });
  });

  test('without a column is refused, naming it', async () => {
    const rest = names.filter((name) => name !== number).join(',');
    expect(await refused(`${rest}\n${firstLine}\n`)).toMatchObject({
      ...{ code: 'column-missing', line: 1, columns: [number] },
    });
  });

  test('with a header twice is refused', async () => {
    expect(await refused(whole.replace(`,${number}`, `,${number},${number}`))).toMatchObject({
      ...{ code: 'column-repeated', line: 1, column: `${names.indexOf(number) + 2}` },
    });
  });

  test.each(['-1', '1.5', '9223372036854775808', '99999999999999999999999999'])(
    'with a quantity of %s on its last line is refused',
    async (quantity) => {
      expect(await refused(whole.replace(value, quantity))).toMatchObject({
        ...{ code: 'value', line: lastLine, column: number },
      });
    },
  );

  test('with a NUL is refused', async () => {
    expect(await refused(whole.replace(value, `2\0`))).toMatchObject({ code: 'encoding', line: lastLine });
  });

  test('with a quote that is never closed is refused where it opens', async () => {
    const closed = whole.replaceAll('"', '').replaceAll('a, b', 'a').replaceAll('Ranbaxy, Paonta Shahib, India', 'x');
    const [text, line] = [closed.replaceAll(/(Lamivudine 150mg), tablets, 60 Tabs/g, '$1'), 700];
    const lines = text.split('\n');
    const at = names.indexOf(quoted);
    lines[line - 1] = (lines[line - 1] ?? '')
      .split(',')
      .map((one, column) => (column === at ? `"${one}` : one))
      .join(',');
    expect(await refused(lines.join('\n'))).toMatchObject({ code: 'quote', line, column: quoted });
  });

  test('of a gigabyte in one line is refused where the bound of a line is, without reading on', async () => {
    const file = csv.path();
    await writeFile(file, `${header}\n${'x'.repeat(70_000)}`);
    await truncate(file, 1024 ** 3);
    let bytes = 0;
    const refusal = await refusedFile(file, door, (progress) => (bytes = progress.bytes));
    expect(refusal).toMatchObject({ code: 'line-too-long', line: 2, bytesMax: 65_536 });
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
  });

  test('that is empty, or a header alone, is refused', async () => {
    expect(await refused('')).toMatchObject({ code: 'no-lines' });
    expect(await refused(`${header}\n`)).toMatchObject({ code: 'no-lines' });
  });

  test('that is a directory, a pipe or not there is refused', async () => {
    const [folder, pipe] = [csv.path(), csv.path()];
    await mkdir(folder);
    execFileSync('mkfifo', [pipe]);
    expect(await refusedFile(folder)).toMatchObject({ code: 'file', why: 'not a file' });
    expect(await refusedFile(pipe)).toMatchObject({ code: 'file', why: 'not a file' });
    expect(await refusedFile(csv.path())).toMatchObject({ code: 'file', why: 'absent' });
  });

  test.each([
    ['grows', (file: string) => appendFile(file, `${firstLine}\n`)],
    ['shrinks', (file: string) => writeFile(file, `${header}\n${firstLine}\n`)],
    ['is another of the same size', (file: string) => writeFile(file, whole.replace(value, value.replace('6', '7')))],
  ])('that %s while it is imported is refused', async (_what, change) => {
    const file = csv.path();
    await writeFile(file, whole);
    let transactions = 0;
    const meddling: TenantDoor = {
      ...door,
      write: async (of, work) => {
        transactions += 1;
        // The lock is the first, the run the second, the first batch the third.
        if (transactions === 2) await change(file);
        return door.write(of, work);
      },
    };
    expect((await refusedFile(file, meddling)).code).toBe('changed');
  });
});
