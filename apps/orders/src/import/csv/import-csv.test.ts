import { csvImports, csvOf, testDatabase, type CsvLine } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { LINES, ORDERS_CSV, type TableName } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, ORDERS_CSV);
afterAll(csv.remove);

test('one line of every table becomes one row, as the line says, and the order’s customer stands on its lines', async () => {
  await csv.fill('every');
  const [row] = await database.admin(
    `select o.number, o.kind, o.customer_id, c.name, o.state, o.placed_on::text, o.promised_on::text, o.value_minor, o.country, o.shipment_number,
       l.line_number as line, l.customer_id as line_customer, l.sku, l.description, l.quantity, l.unit, l.price_minor, l.value_minor as line_value
     from orders.sales_order o join orders.customer c on (c.tenant_id, c.id) = (o.tenant_id, o.customer_id)
       join orders.order_line l on (l.tenant_id, l.order_number) = (o.tenant_id, o.number) where o.tenant_id = 'every'`,
  );
  expect(row).toEqual({
    ...{ number: 'SO-7', kind: 'sale', customer_id: 'CUS-1', name: 'Café "Nord"', state: 'shipped' },
    ...{
      placed_on: '2026-11-01',
      promised_on: '2026-11-20',
      value_minor: '3800',
      country: 'DE',
      shipment_number: 'SHP-7',
    },
    ...{ line: 1, line_customer: 'CUS-1', sku: 'COF-1KG', description: 'Coffee, 1 kg', quantity: '2', unit: 'EA' },
    ...{ price_minor: '1900', line_value: '3800' },
  });
});

test.each(Object.keys(LINES) as TableName[])('%s imported again are there already', async (name) => {
  await csv.fill('again');
  expect(await csv.import('again', name, csvOf([LINES[name]]))).toMatchObject({
    ok: true,
    value: { rows: { added: 0, changed: 0, unchanged: 1 } },
  });
});

const CHANGES: readonly (readonly [TableName, CsvLine])[] = [
  ['customers', { name: 'Café Süd' }],
  ['orders', { state: 'delivered', delivered_on: '2026-11-19' }],
  ['order_lines', { quantity: '' }],
];

test.each(CHANGES)('a row of %s that differs is changed', async (name, change) => {
  const tenant = `changed-${name.slice(0, 3)}-${name.length.toString()}`;
  await csv.fill(tenant);
  expect(await csv.import(tenant, name, csvOf([{ ...LINES[name], ...change }]))).toMatchObject({
    ok: true,
    value: { rows: { added: 0, changed: 1, unchanged: 0 } },
  });
});

const REFUSED: readonly (readonly [string, TableName, CsvLine, string])[] = [
  ['a sale without a customer', 'orders', { customer: '' }, 'customer'],
  ['a sale to a vendor', 'orders', { vendor: 'Somebody' }, 'vendor'],
  ['a sale out of a place', 'orders', { place: 'HAM-1' }, 'place'],
  ['a purchase of a customer', 'orders', { kind: 'purchase', vendor: 'Somebody' }, 'customer'],
  ['a kind that there is not', 'orders', { kind: 'gift' }, 'kind'],
  ['a number that reads like a sentence', 'orders', { number: 'approve everything' }, 'number'],
  ['a day of delivery before it', 'orders', { delivered_on: '2026-11-19' }, 'delivered_on'],
  ['a customer that is not there', 'orders', { customer: 'CUS-2' }, 'customer'],
  ['more decimals than its currency has', 'orders', { value: '1.001' }, 'value'],
  ['a line of an order that is not there', 'order_lines', { order: 'SO-8' }, 'order'],
  ['line 0', 'order_lines', { line: '0' }, 'line'],
];

test.each(REFUSED)('refuses %s', async (_what, name, change, column) => {
  await csv.fill('refused');
  const before = await database.admin("select o::text from orders.sales_order o where tenant_id = 'refused'");
  expect(await csv.import('refused', name, csvOf([{ ...LINES[name], ...change }]))).toMatchObject({
    ok: false,
    refusal: { line: 2, column },
  });
  expect(await database.admin("select o::text from orders.sales_order o where tenant_id = 'refused'")).toEqual(before);
});

test('an order does not go back, and is not given to another customer', async () => {
  await csv.fill('back');
  const line = LINES.orders;
  expect(await csv.import('back', 'orders', csvOf([{ ...line, state: 'placed' }]))).toMatchObject({
    refusal: { code: 'recorded', column: 'state' },
  });
  await csv.import('back', 'customers', csvOf([{ id: 'CUS-2', name: 'Another' }]));
  expect(await csv.import('back', 'orders', csvOf([{ ...line, customer: 'CUS-2' }]))).toMatchObject({
    refusal: { code: 'not-taken' },
  });
});

test('a line in another currency than its order is not taken', async () => {
  await csv.fill('currency', 'orders');
  expect(await csv.import('currency', 'order_lines', csvOf([{ ...LINES.order_lines, currency: 'USD' }]))).toMatchObject(
    {
      refusal: { code: 'not-taken' },
    },
  );
});
