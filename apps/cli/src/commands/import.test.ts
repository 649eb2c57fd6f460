import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import { foundTenant, scmsPurchase, scmsStockOrder, scmsText, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CSV_TABLES } from '../import/csv-tables.ts';
import { installationOn, type Installation } from '../installation.fixture.ts';
import { nodeBinary } from '../servers.ts';

/** Five servers are five processes, one after the other. */
const TIMEOUT_MS = 180_000;

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'supercargo import '));
let here: Installation;

beforeAll(async () => {
  await foundTenant(database, { tenant: 'globex' });
  here = await installationOn(database, ['globex']);
});
afterAll(async () => {
  await here.remove();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a process of its own: an import writes to the streams of the process that started it. */
function supercargo(...args: readonly string[]): Promise<Ended> {
  const child = spawn(nodeBinary(), [join(import.meta.dirname, '..', 'main.ts'), 'import', ...args], {
    env: here.env,
    cwd: folder,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...said });
    });
  });
}

writeFileSync(join(folder, 'suppliers.csv'), 'Number,name\nSUP-1,One\nSUP-2,Two\n');
const SUPPLIERS = ['csv', 'suppliers', 'suppliers.csv', '--tenant', 'globex'];
const MAP = ['--map', 'id=Number'];

test('the tables are those that the servers read, in their order', { timeout: TIMEOUT_MS }, async () => {
  const { code, out } = await supercargo('columns');
  expect(code).toBe(0);
  const parts = out.split(/^(?=[a-z]+$)/m).filter((part) => part !== '');
  const read = parts.map((part) => [/^[a-z]+/.exec(part)?.[0] ?? '', part.match(/^\w+(?=:)/gm)]);
  expect(read).toEqual(Object.entries(CSV_TABLES).filter(([, tables]) => tables.length > 0));
});

test('a table has its columns shown, by its name and with its server', async () => {
  const items = await supercargo('columns', 'items');
  expect(items.out).toContain('  sku: which item it is\n    accepted: a SKU of 1 to 64');
  expect(items.out).not.toContain('warehouses:');
  expect((await supercargo('columns', 'inventory.items')).out).toBe(items.out);
  expect(await supercargo('columns', 'itmes')).toMatchObject({
    ...{ code: 2, out: '', err: expect.stringContaining('is it items? there are suppliers, warehouses') as string },
  });
});

test('a file is tried, imported with its own headers, and is there the next time', async () => {
  const tried = await supercargo(...SUPPLIERS, ...MAP, '--dry-run');
  expect(tried.out).toContain('suppliers: 2 would be added, 0 would be changed, 0 already there');
  expect(tried.out).toContain('a dry run: nothing was written');
  const done = await supercargo(...SUPPLIERS, ...MAP, '--json');
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(done.out)).toMatchObject({
    server: 'inventory',
    rows: { added: 2, changed: 0, unchanged: 0 },
    dryRun: false,
  });
  const again = await supercargo(...SUPPLIERS, ...MAP);
  expect(again.out).toContain('suppliers: 0 added, 0 changed, 2 already there');
  // A log hears nothing of what takes no time.
  expect(again.err).toBe('');
});

test('a header that is no column is refused with the one that was meant', async () => {
  const { code, err } = await supercargo(...SUPPLIERS);
  expect(code).toBe(1);
  expect(err).toContain('suppliers.csv, line 1, column 1: its header is "Number", which is no column here');
  expect(err).toContain('Accepted: "id", "name"; --map "column=Header in file"');
});

test.each([
  [['csv'], "missing required argument 'table'"],
  [['csv', 'items'], "missing required argument 'file'"],
  [['csv', 'zz-nothing', 'suppliers.csv'], 'there is no table "zz-nothing"; there are suppliers, warehouses'],
  [[...SUPPLIERS, '--map', 'id'], '--map takes "column=Header in file"'],
  [[...SUPPLIERS, '--map', 'ids=Number'], 'is it id? Accepted: id, name'],
  [[...SUPPLIERS, ...MAP, '--map', 'id=name'], 'id was given a header before'],
  [[...SUPPLIERS, '--map', 'id=name'], 'id and name would have the same header'],
])('a command line that cannot be followed ends with 2: %j', async (args, said) => {
  expect(await supercargo(...args)).toMatchObject({ code: 2, err: expect.stringContaining(said) as string });
});

test('a company that is not there is refused, naming those that are', async () => {
  const refused = await supercargo('csv', 'suppliers', 'suppliers.csv', '--tenant', 'nobody');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('there is no company nobody; there are globex.');
});

test('a report that cannot be written founds no company and replaces nothing', async () => {
  writeFileSync(join(folder, 'history.csv'), 'ID\n1\n');
  writeFileSync(join(folder, 'remarks.csv'), 'before');
  const SCMS = ['scms', 'history.csv', '--tenant', 'unreported'];
  const taken = await supercargo(...SCMS, '--report', 'remarks.csv');
  expect(taken).toMatchObject({ code: 1, out: '' });
  expect(taken.err).toContain('remarks.csv is there already; --force replaces it');
  expect(await supercargo(...SCMS, '--force')).toMatchObject({
    ...{
      code: 2,
      err: expect.stringContaining('--force replaces the file of --report, which was not given') as string,
    },
  });
  expect(await database.admin(`select from people.tenant where tenant_id = 'unreported'`)).toHaveLength(0);
  const itself = await supercargo(...SCMS, '--dry-run', '--report', 'history.csv', '--force');
  expect(itself).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('is the file that is imported') as string,
  });
  const refused = await supercargo(...SCMS, '--dry-run', '--report', 'remarks.csv', '--force');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('history.csv, line 1: no column') as string });
  expect(readFileSync(join(folder, 'remarks.csv'), 'utf8')).toBe('before');
  expect(readFileSync(join(folder, 'history.csv'), 'utf8')).toBe('ID\n1\n');
});

test('a dry run of the SCMS history founds no company', async () => {
  writeFileSync(join(folder, 'history.csv'), 'ID\n1\n');
  const { code, err } = await supercargo('scms', 'history.csv', '--tenant', 'unfounded', '--dry-run');
  expect(code).toBe(1);
  expect(err).toContain('history.csv, line 1: no column "Project Code"');
  expect(await database.admin(`select from people.tenant where tenant_id = 'unfounded'`)).toHaveLength(0);
});

test('the SCMS history is told once, with a part for each server that takes it', { timeout: TIMEOUT_MS }, async () => {
  writeFileSync(join(folder, 'whole.csv'), scmsText([scmsPurchase(), scmsStockOrder({ ID: '2', Brand: '' })]));
  const tried = await supercargo('scms', 'whole.csv', '--tenant', 'history', '--dry-run', '--report', 'said.csv');
  expect(tried).toMatchObject({ code: 0, err: '' });
  expect(tried.out).toMatch(
    /^whole\.csv: 2 lines, 2 orders, 2 vendors, 1 item, .*USD 799\.00 in line values\n {2}inventory\n/,
  );
  expect(tried.out).toContain('\n    order lines: 2 would be added, 0 would be changed, 0 already there\n');
  expect(tried.out.match(/not captured, kept as said:/g)).toHaveLength(1);
  expect(tried.out).toMatch(/said\.csv\na dry run: nothing was written\n$/);
  expect(readFileSync(join(folder, 'said.csv'), 'utf8')).toContain('\r\n3,Brand,,not known: the cell is blank\r\n');

  const done = await supercargo('scms', 'whole.csv', '--tenant', 'history', '--json');
  expect(done).toMatchObject({ code: 0, err: expect.stringContaining('founded history') as string });
  const reports = done.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly server: string; readonly rows: Readonly<Record<string, object>> });
  expect(reports[0]).toMatchObject({
    server: 'inventory',
    lines: 2,
    rows: { orderLines: { added: 2 } },
    dryRun: false,
  });
  const servers = reports.map(({ server }) => server);
  expect(servers).toEqual(SERVERS.filter((server) => servers.includes(server)));

  const again = await supercargo('scms', 'whole.csv', '--tenant', 'history', '--json');
  for (const line of again.out.trimEnd().split('\n')) {
    const { rows } = JSON.parse(line) as { readonly rows: Readonly<Record<string, object>> };
    for (const counts of Object.values(rows)) expect(counts).toMatchObject({ added: 0, changed: 0 });
  }
});

test(
  'where a server does not take its part, those before it keep theirs, and it says so',
  { timeout: TIMEOUT_MS },
  async () => {
    writeFileSync(join(folder, 'half.csv'), scmsText([scmsPurchase()]));
    const SCMS = ['scms', 'half.csv', '--tenant', 'half', '--json'];
    await database.admin(
      `create policy no_logistics on imports.run as restrictive for insert to supercargo_importer with check (server <> 'logistics')`,
    );
    const stopped = await supercargo(...SCMS);
    expect(stopped.code).toBe(1);
    expect(stopped.out.trimEnd().split('\n')).toHaveLength(1);
    expect(stopped.err).toContain('the file is in for inventory, and not for logistics; the same command again');
    const count = 'select (select count(*)::int from inventory.order_line where tenant_id = $1) as n';
    expect(await database.admin(count, ['half'])).toEqual([{ n: 1 }]);
    await database.admin('drop policy no_logistics on imports.run');
    const again = await supercargo(...SCMS);
    expect(again.code).toBe(0);
    const [first] = again.out.split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      server: 'inventory',
      rows: { orderLines: { added: 0, unchanged: 1 } },
    });
    expect(again.out).toContain('"server":"logistics"');
  },
);
