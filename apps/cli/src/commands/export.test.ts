import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enroll } from '@supercargo/cluster';
import { testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listsOf } from '../export/lists.ts';
import { pagesOf } from '../export/pages.ts';
import { connectHost } from '../host/connect-host.ts';
import { launchCommand } from '../host-config.ts';
import { acmeAndTour, type Installation } from '../installation.fixture.ts';

const database = await testDatabase();
let here: Installation;

const HOSTILE = [
  ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
  ['says "stop", twice', 'says "stop", twice'],
  ['line one\nline two', 'line one line two'],
  ['right\u202eleft', 'right\ufffdleft'],
] as const;

/** The cells of CSV as RFC 4180 has them. */
function cells(text: string): readonly (readonly string[])[] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}

async function addItem(tenant: string, sku: string, description: string): Promise<void> {
  await database.admin('insert into inventory.item (tenant_id, sku, description, unit) values ($1, $2, $3, $4)', [
    ...[tenant, sku, description, 'EA'],
  ]);
}

beforeAll(async () => {
  here = await acmeAndTour(database);
  await enroll(here.home, ['mara@acme', 'mara@tour', 'olga@acme']);
  await database.admin(
    `insert into inventory.item (tenant_id, sku, description, unit)
     select 'acme', 'ITEM-' || lpad(n::text, 4, '0'), 'Item ' || n, 'EA' from generate_series(1, 250) n`,
  );
  for (const [index, [text]] of HOSTILE.entries()) await addItem('acme', `HOSTILE-${index.toString()}`, text);
  await addItem('tour', 'ONLY-TOUR', 'Nobody else’s');
});
afterAll(() => here.remove());

test('every item of the company is in the export once, and no other company’s', async () => {
  const out = join(here.home.path, 'items.csv');
  const { code, err } = await here.run(['export', 'csv', 'find_items', '--as', 'mara@acme', '--out', out]);
  expect({ code, err }).toStrictEqual({ code: 0, err: `find_items: 260 rows in ${out}\n` });
  const [headings, ...rows] = cells(readFileSync(out, 'utf8'));
  expect(headings?.slice(0, 3)).toStrictEqual(['sku', 'description.text', 'unit']);
  const stored = await database.admin<{ sku: string }>(`select sku from inventory.item where tenant_id = 'acme'`);
  expect(rows.map(([sku]) => sku).toSorted()).toStrictEqual(stored.map(({ sku }) => sku).toSorted());
  expect(rows.every((row) => row.length === headings?.length)).toBe(true);
});

test('hostile text changes nothing but its own cell', async () => {
  const { out } = await here.run(['export', 'csv', 'find_items', '--as', 'mara@acme', '--filter', 'text=HOSTILE']);
  expect(
    cells(out)
      .slice(1)
      .map(([, text]) => text),
  ).toStrictEqual(HOSTILE.map(([, cell]) => cell));
});

test('what is not recorded is empty, what is has its numbers', async () => {
  const { out } = await here.run(['export', 'csv', 'find_items', '--as', 'mara@acme', '--filter', 'text=COF-1KG']);
  const [headings = [], row = []] = cells(out);
  const found = Object.fromEntries(headings.map((name, index) => [name, row[index]]));
  expect(found).toMatchObject({ sku: 'COF-1KG', 'price.amount': '12.50', on_hand: '60', lead_time_days: '11' });
  const without = await here.run(['export', 'csv', 'find_items', '--as', 'mara@acme', '--filter', 'text=ITEM-0001']);
  expect(cells(without.out)[1]?.slice(0, 6)).toStrictEqual(['ITEM-0001', 'Item 1', 'EA', '', '', '']);
});

test('what changes while it is exported tears nothing: what was there all along is there once', async () => {
  const launch = launchCommand(here.home, 'inventory', 'mara@acme', 'test-host');
  const host = await connectHost(launch, here.env, () => false);
  const [list] = listsOf(await host.definitions()).filter(({ name }) => name === 'find_items');
  if (list === undefined) throw new Error('find_items is a list');
  const skus: string[] = [];
  for await (const { rows } of pagesOf(host, list, { text: 'ITEM' })) {
    skus.push(...rows.map((row) => (row as { sku: string }).sku));
    await addItem('acme', `ITEM-0000-${skus.length.toString()}`, 'Item that came before');
    await addItem('acme', `ITEM-9999-${skus.length.toString()}`, 'Item that came behind');
    await database.admin(`delete from inventory.item where tenant_id = 'acme' and sku = 'ITEM-0001'`);
  }
  await host.close();
  expect(new Set(skus).size).toBe(skus.length);
  for (let item = 2; item <= 250; item += 1) expect(skus).toContain(`ITEM-${item.toString().padStart(4, '0')}`);
});

test('as JSON, each line is a row as the server answers it', async () => {
  const { code, out } = await here.run([...['export', 'csv', 'list_low_stock', '--as', 'mara@acme', '--json']]);
  expect(code).toBe(0);
  expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
    sku: 'COF-1KG',
    price: { amount: '12.50', currency: 'EUR' },
    description: { origin: 'supplier' },
  });
});

test.each([
  [
    ['find_everything', '--as', 'mara@acme'],
    2,
    'there are find_items, list_inventory_requests, list_low_stock, list_reorders, list_delayed_shipments',
  ],
  [['get_stock', '--as', 'mara@acme'], 2, 'there is no list "get_stock"'],
  [['create_reorder', '--as', 'mara@acme'], 2, 'there is no list "create_reorder"'],
  [['find_items', '--as', 'mara@acme', '--filter', 'colour=red'], 2, 'has no filter "colour"; accepted: text=…'],
  [['find_items', '--as', 'felix@acme'], 1, 'felix@acme is not enrolled'],
  [['find_items', '--as', 'mara@globex'], 1, 'mara@globex is not enrolled'],
  [['find_items', '--as', 'mara@acme', '--filter', 'warehouse=NOWHERE'], 1, 'was refused'],
  [['find_items', '--as', 'olga@acme'], 1, 'inventory:read'],
  [['find_items'], 2, '--as'],
])('export csv %j ends with %i', async (args, code, message) => {
  const out = join(here.home.path, 'refused.csv');
  const ended = await here.run(['export', 'csv', ...args, '--out', out]);
  expect(ended.err).toContain(message);
  expect(ended).toMatchObject({ code, out: '' });
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

test('help names what can be exported', async () => {
  const { out } = await here.run(['export', '--help']);
  for (const name of ['find_items', 'list_low_stock', 'list_reorders', 'list_inventory_requests']) {
    expect(out).toContain(name);
  }
  expect(out).not.toContain('get_stock');
});
