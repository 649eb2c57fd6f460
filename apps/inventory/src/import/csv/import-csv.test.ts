import { csvImports, csvOf, testDatabase, type CsvLine } from '@supercargo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { booksOf, rowsIn } from '../staging/store/books.fixture.ts';
import { INVENTORY_CSV, LINES, type TableName } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, INVENTORY_CSV);
afterAll(csv.remove);

const NAMES = Object.keys(LINES) as TableName[];
const ADDED = { added: 1, changed: 0, unchanged: 0 };
const THERE = { added: 0, changed: 0, unchanged: 1 };

test('one line of every table becomes one row, as the line says', async () => {
  await csv.fill('every');
  expect(rowsIn(await booksOf(database, 'every'))).toEqual({
    ...{ supplier: 1, warehouse: 1, item: 1, stock: 1, movement: 1, purchase_order: 1, order_line: 0 },
  });
  const [item] = await database.admin(
    `select i.description, i.price_minor, i.currency, to_char(i.price_as_of at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as as_of,
       i.lead_time_days, i.reorder_point, i.safety_stock, i.supplier_id, i.unit, s.on_hand, s.allocated, m.quantity as moved, m.reference,
       m.reason, m.done_by, o.number, o.amount_minor, o.ordered_by, o.state, o.expected_on::text
     from inventory.item i join inventory.stock s using (tenant_id, sku) join inventory.movement m using (tenant_id, sku)
       join inventory.purchase_order o using (tenant_id, sku) where tenant_id = 'every'`,
  );
  expect(item).toEqual({
    ...{ description: 'Assam "second flush", 500 g', price_minor: '820', currency: 'EUR', as_of: '2026-11-20 06:00' },
    ...{ lead_time_days: 24, reorder_point: '120', safety_stock: '40', supplier_id: 'SUP-TEA', unit: 'EA' },
    ...{ on_hand: '260', allocated: '44', moved: '-5', reference: 'DN-7', reason: 'sold', done_by: null },
    ...{ number: 'PO-4711', amount_minor: '164000', ordered_by: null, state: 'open', expected_on: '2026-12-12' },
  });
});

test.each(NAMES)('%s imported again are there already, and nothing is written', async (name) => {
  await csv.fill('again');
  const before = await database.admin(
    `select x.xmin::text from inventory.${name.replace(/s$/, '')} x where tenant_id = 'again'`,
  );
  const result = await csv.import('again', name, csvOf([LINES[name]]));
  expect(result).toMatchObject({ ok: true, value: { lines: 1, rows: THERE } });
  const after = await database.admin(
    `select x.xmin::text from inventory.${name.replace(/s$/, '')} x where tenant_id = 'again'`,
  );
  expect(after).toEqual(before);
});

const CHANGES: readonly (readonly [TableName, CsvLine])[] = [
  ['suppliers', { name: 'Nilgiri' }],
  ['warehouses', { locode: '' }],
  ['items', { price: '9.00' }],
  ['stock', { on_hand: '0' }],
  ['purchase_orders', { state: 'received', received_at: '2026-11-20' }],
];

test.each(CHANGES)('a row of %s that differs is changed', async (name, change) => {
  await csv.fill('changed');
  const result = await csv.import('changed', name, csvOf([{ ...LINES[name], ...change }]));
  expect(result).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 1, unchanged: 0 } } });
});

test('a column that the file leaves out stays as it is, and a blank takes the value away', async () => {
  await csv.fill('partly', 'items');
  const { sku, description, unit, safety_stock: safety } = LINES.items;
  await csv.import('partly', 'items', csvOf([{ sku, description, unit, safety_stock: safety, reorder_point: '' }]));
  const rows = await database.admin(
    `select price_minor, supplier_id, reorder_point, safety_stock from inventory.item where tenant_id = 'partly'`,
  );
  expect(rows).toEqual([{ price_minor: '820', supplier_id: 'SUP-TEA', reorder_point: null, safety_stock: '40' }]);
});

test('headers are given other names by --map, in any order', async () => {
  const text = 'Name of it,Art. no.\nNilgiri,SUP-1\n';
  const result = await csv.import('mapped', 'suppliers', text, { map: ['id=Art. no.', 'name=Name of it'] });
  expect(result).toMatchObject({ ok: true, value: { rows: ADDED } });
});

test('a byte order mark, CRLF and lines in quotes are taken', async () => {
  const text = '\ufeffid,"name"\r\nSUP-1,"two\r\nlines"\r\n';
  expect(await csv.import('marks', 'suppliers', text)).toMatchObject({ ok: true, value: { rows: ADDED } });
  const rows = await database.admin(`select name from inventory.supplier where tenant_id = 'marks'`);
  expect(rows).toEqual([{ name: 'two\r\nlines' }]);
});

test('rows are written in the order by which the table knows them, whatever that of the file: as effects lock them', async () => {
  await csv.fill('order', 'stock');
  // A movement is known by an id made of its number, so that neither the file nor its numbers are in that order.
  const lines = Array.from({ length: 40 }, (_, at) => ({ ...LINES.movements, movement: `MV-${99 - at}` }));
  await csv.import('order', 'movements', csvOf(lines));
  const rows = await database.admin<{ id: string }>(
    `select id::text from inventory.movement where tenant_id = 'order' order by ctid`,
  );
  const written = rows.map(({ id }) => id);
  expect(written).toHaveLength(40);
  expect(written).toEqual(written.toSorted());
});

test('a line that repeats another word for word is kept once', async () => {
  const result = await csv.import('twice', 'suppliers', csvOf([LINES.suppliers, LINES.suppliers]));
  expect(result).toMatchObject({ ok: true, value: { lines: 1, linesRepeated: 1, rows: ADDED } });
});

test('the import is in the audit log with its hash and what came of it', async () => {
  await csv.fill('audited', 'suppliers');
  const rows = await database.admin<{ record: string }>(`select record from audit.entry where tenant_id = 'audited'`);
  expect(rows.map(({ record }) => JSON.parse(record) as unknown)).toMatchObject([
    {
      kind: 'import',
      source: 'csv-suppliers',
      lines: 1,
      rows: { suppliers: ADDED },
      file_sha256: expect.any(String) as string,
    },
  ]);
});

describe('a dry run', () => {
  test('says what would be written, and writes nothing that stays', async () => {
    await csv.fill('dry', 'items');
    const before = await booksOf(database, 'dry');
    const lines = [LINES.items, { ...LINES.items, sku: 'TEA-NEW' }, { ...LINES.items, sku: 'TEA-TOO' }];
    const result = await csv.import('dry', 'items', csvOf(lines), { dryRun: true });
    expect(result).toMatchObject({ ok: true, value: { rows: { added: 2, changed: 0, unchanged: 1 } } });
    expect(await booksOf(database, 'dry')).toEqual(before);
    const [runs] = await database.admin(
      `select (select count(*)::int from imports.run where tenant_id = 'dry' and source = 'csv-items') as runs,
              (select count(*)::int from audit.entry where tenant_id = 'dry') as records`,
    );
    expect(runs).toEqual({ runs: 1, records: 3 });
  });

  test('refuses what an import would refuse', async () => {
    const result = await csv.import('dry', 'items', csvOf([{ ...LINES.items, supplier: 'NOBODY' }]), { dryRun: true });
    expect(result).toMatchObject({ refusal: { code: 'reference', column: 'supplier' } });
  });
});

test('a movement has one id in a tenant, and another in another', async () => {
  await csv.fill('one', 'movements');
  await csv.fill('two', 'movements');
  const ids = await database.admin<{ id: string }>(
    `select id::text from inventory.movement where tenant_id in ('one', 'two')`,
  );
  expect(new Set(ids.map(({ id }) => id)).size).toBe(2);
  for (const { id } of ids) expect(id).toMatch(/^.{14}8.{4}[89ab]/);
});

test('the most that a quantity may be is taken', async () => {
  await csv.fill('most', 'items');
  const most = '1000000000000';
  const stock = await csv.import('most', 'stock', csvOf([{ ...LINES.stock, on_hand: most, allocated: most }]));
  expect(stock).toMatchObject({ ok: true, value: { rows: ADDED } });
  const movement = { ...LINES.movements, quantity: `-${most}` };
  expect(await csv.import('most', 'movements', csvOf([movement]))).toMatchObject({ ok: true, value: { rows: ADDED } });
});
