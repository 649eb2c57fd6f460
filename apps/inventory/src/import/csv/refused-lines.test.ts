import { sentence, type ImportRefusal } from '@supercargo/imports';
import { csvImports, csvOf, testDatabase, type CsvLine } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { INVENTORY_CSV, LINES, type TableName } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, INVENTORY_CSV);
afterAll(csv.remove);
await csv.fill('acme');
const before = await booksOf(database, 'acme');

/** The refusal of a file whose second line has these values, after which no row of any table is another. */
async function refusalOf(name: TableName, values: CsvLine): Promise<ImportRefusal> {
  const lines = [LINES[name], { ...LINES[name], ...keyOf(name), ...values }];
  const result = await csv.import('acme', name, csvOf(lines));
  expect(await booksOf(database, 'acme')).toEqual(before);
  if (result.ok || typeof result.refusal === 'string') throw new Error(`taken: ${JSON.stringify(result)}`);
  return result.refusal;
}

/** Another row than the one that is there. */
function keyOf(name: TableName): CsvLine {
  const keys: Readonly<Record<TableName, CsvLine>> = {
    ...{ suppliers: { id: 'SUP-NEW' }, warehouses: { id: 'NEW-1' }, items: { sku: 'NEW' }, stock: {} },
    ...{ movements: { movement: 'MV-2' }, purchase_orders: { number: 'PO-2' } },
  };
  return keys[name];
}

const BEYOND_BIGINT = '9223372036854775808';

test.each([
  ['suppliers', 'id', ''],
  ['suppliers', 'id', ' SUP'],
  ['suppliers', 'id', 'x'.repeat(65)],
  ['suppliers', 'name', ' '],
  ['suppliers', 'name', 'x'.repeat(201)],
  ['warehouses', 'id', 'HAM 1'],
  ['warehouses', 'country', 'Germany'],
  ['warehouses', 'locode', 'DE HAM'],
  ['items', 'sku', '-A'],
  ['items', 'description', 'x'.repeat(501)],
  ['items', 'unit', 'each'],
  ['items', 'currency', 'EUX'],
  ['items', 'price', '-1'],
  ['items', 'price', '1,50'],
  ['items', 'price', '1.505'],
  ['items', 'price', '1e3'],
  ['items', 'price', '92233720368547758.08'],
  ['items', 'price_as_of', '20.11.2026'],
  ['items', 'price_as_of', '2026-02-30'],
  ['items', 'price_as_of', '2026-11-20T06:00:00'],
  ['items', 'lead_time_days', '3651'],
  ['items', 'lead_time_days', '1.5'],
  ['items', 'reorder_point', '-1'],
  ['items', 'reorder_point', BEYOND_BIGINT],
  ['items', 'safety_stock', 'some'],
  ['stock', 'on_hand', '-1'],
  ['stock', 'on_hand', '1.5'],
  ['stock', 'on_hand', '1,000'],
  ['stock', 'on_hand', BEYOND_BIGINT],
  ['stock', 'on_hand', '1000000000001'],
  ['stock', 'allocated', '1000000000001'],
  ['items', 'reorder_point', '1000000000001'],
  ['items', 'safety_stock', '1000000000001'],
  ['movements', 'quantity', '-1000000000001'],
  ['movements', 'quantity', '1000000000001'],
  ['purchase_orders', 'quantity', '1000000000001'],
  ['stock', 'on_hand', ''],
  ['stock', 'allocated', '-1'],
  ['stock', 'recorded_at', 'yesterday'],
  ['movements', 'movement', ' MV'],
  ['movements', 'movement', 'a\u202eb'],
  ['movements', 'kind', 'sale'],
  ['movements', 'quantity', '0'],
  ['movements', 'quantity', '5'],
  ['movements', 'quantity', '-1.5'],
  ['movements', 'quantity', `-${BEYOND_BIGINT}`],
  ['movements', 'occurred_at', '2026-11-19T25:00:00Z'],
  ['movements', 'reference', 'x'.repeat(65)],
  ['movements', 'reason', 'x'.repeat(501)],
  ['purchase_orders', 'number', ''],
  ['purchase_orders', 'quantity', '0'],
  ['purchase_orders', 'quantity', '-2'],
  ['purchase_orders', 'expected_on', '2026-12-12T00:00:00Z'],
  ['purchase_orders', 'state', 'done'],
  ['purchase_orders', 'received_at', '2026-11-20'],
] satisfies [TableName, string, string][])('refuses in %s a %s of %j', async (name, column, value) => {
  const refusal = await refusalOf(name, { [column]: value });
  expect(refusal).toMatchObject({ code: 'value', line: 3, column });
  expect(sentence(refusal)).toMatch(/file-\d+\.csv, line 3, column "\w+": .+ is accepted$/);
});

test.each([
  ['items', { currency: '' }, 'price'],
  ['items', { price: '' }, 'currency'],
  ['items', { price: '', currency: '' }, 'price_as_of'],
  ['movements', { kind: 'receipt' }, 'quantity'],
  ['purchase_orders', { state: 'received' }, 'received_at'],
  ['purchase_orders', { quantity: '1000000000000', price: '92233720368547758' }, 'price'],
] satisfies [TableName, CsvLine, string][])(
  'refuses in %s values that do not go together: %j',
  async (name, values, column) => {
    expect(await refusalOf(name, values)).toMatchObject({ code: 'value', line: 3, column });
  },
);

test.each([
  ['items', 'supplier'],
  ['stock', 'sku'],
  ['stock', 'warehouse'],
  ['movements', 'sku'],
  ['movements', 'warehouse'],
  ['purchase_orders', 'sku'],
  ['purchase_orders', 'supplier'],
  ['purchase_orders', 'warehouse'],
] satisfies [TableName, string][])(
  'refuses in %s a %s that is not there, naming line, column and value',
  async (name, column) => {
    const refusal = await refusalOf(name, { [column]: 'NOWHERE' });
    expect(refusal).toMatchObject({ code: 'reference', line: 3, column, said: 'NOWHERE' });
    expect(sentence(refusal)).toContain('"NOWHERE" is not there yet; accepted: the');
  },
);

test('what another tenant has is not there', async () => {
  const result = await csv.import('other', 'items', csvOf([LINES.items]));
  expect(result).toMatchObject({ refusal: { code: 'reference', column: 'supplier', said: 'SUP-TEA' } });
});

test.each(Object.keys(LINES) as TableName[])(
  'refuses a row of %s that the file has twice with other values',
  async (name) => {
    const [column = ''] = Object.keys(LINES[name]).slice(-1);
    const other: CsvLine = {
      reason: 'lost',
      received_at: '',
      recorded_at: '2026-11-21',
      safety_stock: '1',
      locode: 'DEBRE',
    };
    const state: CsvLine = name === 'purchase_orders' ? { state: 'cancelled' } : { [column]: other[column] ?? 'Other' };
    const key = name === 'stock' ? {} : keyOf(name);
    const lines = [{ ...LINES[name], ...key }, LINES[name], { ...LINES[name], ...key, ...state }];
    const result = await csv.import('acme', name, csvOf(name === 'stock' ? lines.slice(1) : lines));
    expect(result).toMatchObject({
      refusal: { code: 'repeated-line', line: name === 'stock' ? 3 : 4, firstLine: 2, differs: Object.keys(state)[0] },
    });
    expect(await booksOf(database, 'acme')).toEqual(before);
  },
);

test.each([
  ['quantity', '-6'],
  ['kind', 'transfer_out'],
  ['occurred_at', '2026-11-19'],
  ['reason', ''],
])('refuses a movement that was recorded with another %s', async (column, value) => {
  const result = await csv.import('acme', 'movements', csvOf([{ ...LINES.movements, [column]: value }]));
  expect(result).toMatchObject({ refusal: { code: 'recorded', line: 2, column } });
  expect(await booksOf(database, 'acme')).toEqual(before);
});

test('refuses to open an order that a request cancelled here', async () => {
  await csv.fill('cancelled');
  const client = await database.adminClient();
  await client.query(`set session_replication_role = replica`);
  await client.query(
    `update inventory.purchase_order set state = 'cancelled', cancelled_by = gen_random_uuid() where tenant_id = 'cancelled'`,
  );
  const books = await booksOf(database, 'cancelled');
  const result = await csv.import('cancelled', 'purchase_orders', csvOf([LINES.purchase_orders]));
  expect(result).toMatchObject({ refusal: { code: 'recorded', line: 2, column: 'state' } });
  expect(await booksOf(database, 'cancelled')).toEqual(books);
  const agreed = csvOf([{ ...LINES.purchase_orders, state: 'cancelled' }]);
  expect(await csv.import('cancelled', 'purchase_orders', agreed)).toMatchObject({ ok: true });
});
