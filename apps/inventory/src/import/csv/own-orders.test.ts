import { sentence } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import { csvImports, csvOf, testDatabase, type CsvLine } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { readInbound } from '../../store/inbound.ts';
import { readItem } from '../../store/items.ts';
import { booksOf } from '../staging/store/books.fixture.ts';
import { INVENTORY_CSV, LINES } from './csv-file.fixture.ts';

const database = await testDatabase();
const csv = await csvImports(database.door('supercargo_importer'), INVENTORY_CSV);
afterAll(csv.remove);

const OURS = '0198f000-0000-7000-8000-000000000001';
const LINE = { purchase_order_id: OURS, ...LINES.purchase_orders, number: '' };
const ARRIVED = { ...LINE, state: 'received', received_at: '2026-11-20T10:00:00Z' };

/** A tenant with an order that a request made here, and one of another system. */
async function ordered(tenant: string): Promise<void> {
  await csv.fill(tenant);
  const client = await database.adminClient();
  // Without the request that made it.
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, ordered_by)
     values ($1, $2, 'TEA-ASM', 'SUP-TEA', 'HAM-1', 200, 820, 'EUR', gen_random_uuid())`,
    [tenant, OURS],
  );
  await client.query('reset session_replication_role');
}

/** What is on order, for whoever asks for a reorder; a forecast counts on the same. */
async function onOrder(tenant: string): Promise<number | undefined> {
  const door = database.door('supercargo_inventory');
  return door.read(TenantId.parse(tenant), async (tx) => {
    const item = await readItem(tx, 'TEA-ASM');
    const { due, overdue, undated } = await readInbound(tx, 'TEA-ASM', null, { today: '2026-11-21', horizonDays: 90 });
    expect(due.reduce((sum, { quantity }) => sum + quantity, overdue + undated)).toBe(item?.onOrder);
    return item?.onOrder;
  });
}

test('an order of ours is received by its id, and counts as on order no longer', async () => {
  await ordered('arrives');
  expect(await onOrder('arrives')).toBe(400);
  const theirs = { ...LINES.purchase_orders, purchase_order_id: '', number: 'PO-2', quantity: '1' };
  const first = await csv.import('arrives', 'purchase_orders', csvOf([ARRIVED, theirs]));
  expect(first).toMatchObject({ ok: true, value: { rows: { added: 1, changed: 1, unchanged: 0 } } });
  expect(await onOrder('arrives')).toBe(201);
  const [row] = await database.admin(
    `select state, received_at, number, ordered_by is not null as ours from inventory.purchase_order where tenant_id = 'arrives' and id = $1`,
    [OURS],
  );
  expect(row).toEqual({
    ...{ state: 'received', received_at: new Date('2026-11-20T10:00:00Z'), number: null, ours: true },
  });
  const before = await booksOf(database, 'arrives');
  const again = await csv.import('arrives', 'purchase_orders', csvOf([ARRIVED]));
  expect(again).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
  expect(await booksOf(database, 'arrives')).toEqual(before);
});

test('an order of ours that is open stays as it is', async () => {
  await ordered('waits');
  const before = await booksOf(database, 'waits');
  const result = await csv.import('waits', 'purchase_orders', csvOf([LINE]));
  expect(result).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
  expect(await booksOf(database, 'waits')).toEqual(before);
});

test('a file without states looks whether an order of ours agrees, and leaves it', async () => {
  await ordered('stateless');
  const before = await booksOf(database, 'stateless');
  const { state: _state, received_at: _at, ...rest } = LINE;
  const result = await csv.import('stateless', 'purchase_orders', csvOf([rest]));
  expect(result).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
  const other = await csv.import('stateless', 'purchase_orders', csvOf([{ ...rest, quantity: '1' }]));
  expect(other).toMatchObject({ refusal: { code: 'recorded', line: 2, column: 'quantity' } });
  expect(await booksOf(database, 'stateless')).toEqual(before);
});

await ordered('acme');
await csv.import('acme', 'warehouses', csvOf([{ ...LINES.warehouses, id: 'HAM-2' }]));
await csv.import('acme', 'items', csvOf([{ ...LINES.items, sku: 'TEA-2' }]));
const [theirs] = await database.admin<{ id: string }>(
  `select id::text from inventory.purchase_order where tenant_id = 'acme' and number is not null`,
);
const THEIRS = theirs?.id ?? '';

test.each([
  ['purchase_order_id', { purchase_order_id: '0198f000-0000-7000-8000-000000000002' }, /an order that was made here/],
  ['purchase_order_id', { purchase_order_id: THEIRS }, /an order that was made here/],
  ['purchase_order_id', { purchase_order_id: 'PO-1' }, /UUID/],
  ['number', { number: 'PO-4711' }, /blank beside a purchase_order_id/],
  ['number', { purchase_order_id: '' }, /a number of 1 to 64/],
  ['sku', { sku: 'TEA-2' }, /the same as in the order/],
  ['warehouse', { warehouse: 'HAM-2' }, /the same as in the order/],
  ['quantity', { quantity: '199' }, /the same as in the order/],
  ['state', { state: 'cancelled', received_at: '' }, /open or received.*cancel_reorder/],
] satisfies [string, CsvLine, RegExp][])('refused, naming %s: %j', async (column, values, accepted) => {
  const before = await booksOf(database, 'acme');
  const lines = [
    { ...LINES.purchase_orders, purchase_order_id: '' },
    { ...ARRIVED, ...values },
  ];
  const result = await csv.import('acme', 'purchase_orders', csvOf(lines));
  expect(result).toMatchObject({ refusal: { line: 3, column } });
  if (result.ok || typeof result.refusal === 'string') throw new Error('taken');
  expect(sentence(result.refusal)).toMatch(accepted);
  expect(await booksOf(database, 'acme')).toEqual(before);
});

test('an order of ours that was received is not opened again, naming both states', async () => {
  await ordered('reopened');
  await csv.import('reopened', 'purchase_orders', csvOf([ARRIVED]));
  const result = await csv.import('reopened', 'purchase_orders', csvOf([LINE]));
  expect(result).toMatchObject({ refusal: { code: 'recorded', line: 2, column: 'state' } });
  if (result.ok || typeof result.refusal === 'string') throw new Error('taken');
  expect(sentence(result.refusal)).toContain(
    `received, because order "${OURS}" was recorded as received and never becomes open`,
  );
});

test('an order of ours that stands in the file twice with other values is refused, naming both lines', async () => {
  await ordered('twice');
  const result = await csv.import('twice', 'purchase_orders', csvOf([ARRIVED, LINE]));
  expect(result).toMatchObject({ refusal: { code: 'repeated-line', line: 3, firstLine: 2, differs: 'state' } });
});

test('what another tenant ordered is not there', async () => {
  await csv.fill('other');
  const result = await csv.import('other', 'purchase_orders', csvOf([ARRIVED]));
  expect(result).toMatchObject({ refusal: { code: 'recorded', line: 2, column: 'purchase_order_id' } });
});
