import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import {
  foundTenant,
  makeMachine,
  testDatabase,
  scmsText as csv,
  fileFolder as folder,
  scmsPurchase as purchase,
} from '@supercargo/testing';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { importScms } from './import-scms.fixture.ts';

const database = await testDatabase();
const machine = await makeMachine(database, 'supercargo_importer', []);
const { write, remove } = await folder();
afterAll(remove);
await foundTenant(database, { tenant: 'acme' });
const nothing = await booksOf(database, 'acme');

const MAIN = join(import.meta.dirname, '..', '..', 'main.ts');
const UNKNOWN = 1_001;
const untidy = await write(
  csv(
    Array.from({ length: UNKNOWN }, (_, at) =>
      purchase({ ID: `${at + 1}`, 'Pack Price': `=${at}`, ...(at === 0 ? { Brand: '' } : {}) }),
    ),
  ),
);
const report = join(dirname(untidy), 'remarks.csv');

function run(...args: readonly string[]) {
  return machine.start(MAIN, ['import', 'scms', ...args]).ended;
}

test('a list that is longer than is listed says so and how to get it whole', async () => {
  const { code, stdout, stderr } = await run('acme', untidy, '--dry-run');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('1,001 lines, 1 order, 1 vendor, 1 item, USD');
  expect(stdout).toContain('  not captured, kept as said:\n    Brand: (blank) × 1 (not known: the cell is blank)\n');
  expect(stdout).toContain(
    '  not understood, kept as text: 1,001\n    line 2, Pack Price: =0 (no amount: it is no plain',
  );
  expect(stdout.match(/^ {4}line \d+, /gm)).toHaveLength(1_000);
  expect(stdout).toContain('    this list was cut at 1,000; --report <file> writes all 1,001\n');
  expect(stdout).toContain('  --report <file> writes each of these values with its line and why');
  expect(existsSync(report)).toBe(false);
});

test('an import of one line says one line', async () => {
  const one = await run('acme', await write(csv([purchase()])), '--dry-run');
  expect(one.stdout).toContain(': 1 line, 1 order, 1 vendor, 1 item, USD 399.50 in line values\n');
});

test('what is refused writes no report, and what cannot be reported imports nothing', async () => {
  const bad = await write(csv([purchase({ Brand: '' }), purchase({ ID: 'A1' })]));
  expect(await run('acme', bad, '--report', report)).toMatchObject({ code: 1, stdout: '' });
  expect(existsSync(report)).toBe(false);
  const { code, stdout, stderr } = await run('acme', untidy, '--report', join(dirname(report), 'none', 'x.csv'));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^the report .*x\.csv cannot be written: ENOENT\n$/);
  expect(await booksOf(database, 'acme')).toEqual(nothing);
});

test('every remark is in the report, and one that is there is replaced only by force', async () => {
  const first = await run('acme', untidy, '--report', report);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain(`each of these values with its line and why it was kept as text: ${report}\n`);
  const written = parse(await readFile(report));
  expect(written).toHaveLength(1 + 1 + UNKNOWN);
  expect(written.at(-1)).toEqual([
    ...[`${UNKNOWN + 1}`, 'Pack Price', `'=${UNKNOWN - 1}`],
    'no amount: it is no plain amount of dollars with at most two decimals',
  ]);
  const again = await run('acme', untidy, '--report', report);
  expect(again).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `the report ${report} is there already; --force replaces it\n`,
  });
  expect(await run('acme', untidy, '--report', report, '--force', '--json')).toMatchObject({ code: 0 });
});

test.each([
  ['force without a report', ['scms', 'acme', untidy, '--force']],
  ['a report of a table', ['csv', 'acme', 'items', untidy, '--report', report]],
  ['a report without a file', ['scms', 'acme', untidy, '--report']],
])('%s is a command line that cannot be followed', async (_what, args) => {
  expect(await machine.start(MAIN, ['import', ...args]).ended).toMatchObject({ code: 2, stdout: '' });
});

test('an import that goes on tells the remarks about lines that were staged before as well', async () => {
  const tenant = TenantId.parse('resumed');
  const door = database.door('supercargo_importer');
  let transactions = 0;
  const ending: TenantDoor = {
    ...door,
    write: (of, work) => {
      transactions += 1;
      // The lock, the run and the first batch go through.
      return transactions > 3 ? Promise.reject(new Error('ended')) : door.write(of, work);
    },
  };
  await expect(importScms(ending, tenant, untidy)).rejects.toThrow('ended');
  const lines: number[] = [];
  const imported = await importScms(door, tenant, untidy, { onRemark: (line) => lines.push(line) });
  expect(imported).toMatchObject({ ok: true, value: { resumedAfter: 1_000, unknown: { total: UNKNOWN } } });
  expect(lines).toHaveLength(1 + UNKNOWN);
});
