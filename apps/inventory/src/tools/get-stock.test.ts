import { CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from '../inventory.fixture.ts';
import { forgetMovements, importOrder } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);

test.each(CLIENTS)('%s: tells what is on hand by warehouse, and what it costs from whom', async (kind) => {
  const client = await stage.client('mara', kind);
  const { structured, isError } = await client.call('get_stock', { sku: 'COF-1KG' });
  expect(isError).toBe(false);
  expect(structured).toMatchObject({
    sku: 'COF-1KG',
    description: { origin: 'supplier', text: 'Coffee beans, washed arabica, 1 kg bag' },
    stock: [
      { warehouse: 'HAM-1', on_hand: { value: 42, unit: 'EA' }, allocated: { value: 30, unit: 'EA' }, available: 12 },
      { warehouse: 'RTM-1', on_hand: { value: 18, unit: 'EA' }, allocated: { value: 0, unit: 'EA' }, available: 18 },
    ],
    recorded: true,
    on_order: { value: 0, unit: 'EA' },
    price: { amount: '12.50', currency: 'EUR' },
    supplier: { id: 'SUP-FINCA', name: { origin: 'supplier', text: 'Finca La Esperanza' } },
    lead_time_days: 11,
    reorder_point: 200,
    safety_stock: 80,
  });
  await client.close();
});

test('only the warehouse that was asked for', async () => {
  expect(await stage.call('mara', 'get_stock', { sku: 'COF-1KG', warehouse: 'RTM-1' })).toMatchObject({
    structured: { stock: [{ warehouse: 'RTM-1' }] },
  });
});

test('what is on order is that of the warehouse that was asked for, else all of it', async () => {
  const supplier = 'SUP-FINCA';
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 5, warehouse: 'HAM-1', supplier });
  await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 7, warehouse: 'RTM-1', supplier });
  for (const [input, value] of [
    [{}, 12],
    [{ warehouse: 'HAM-1' }, 5],
    [{ warehouse: 'RTM-1' }, 7],
  ] as const) {
    expect(await stage.call('mara', 'get_stock', { sku: 'COF-1KG', ...input })).toMatchObject({
      structured: { on_order: { value, unit: 'EA' } },
    });
  }
  await forgetMovements(database);
});

test('stock, price, supplier and lead time that nobody recorded are said to be not recorded, which is not zero', async () => {
  await database.admin(
    "insert into inventory.item (tenant_id, sku, description, unit) values ('acme', 'NEW-1', 'Something new', 'EA')",
  );
  expect(await stage.call('mara', 'get_stock', { sku: 'NEW-1' })).toMatchObject({
    structured: { stock: [], recorded: false, price: null, price_as_of: null, supplier: null, lead_time_days: null },
  });
  expect(await stage.call('mara', 'get_stock', { sku: 'TEA-ASM', warehouse: 'RTM-1' })).toMatchObject({
    structured: { recorded: true, stock: [{ available: 0 }] },
  });
});

test.each([
  [{ sku: 'NO-SUCH' }, 'sku', 'unknown_sku', 'the sku of an item of your company, exactly as it is written there'],
  [{ sku: 'cof-1kg' }, 'sku', 'unknown_sku', 'the sku of an item of your company, exactly as it is written there'],
  [{ sku: 'COF-1KG', warehouse: 'BER-9' }, 'warehouse', 'unknown_warehouse', 'HAM-1, RTM-1'],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'get_stock', input)).toMatchObject({
    kind: 'refused',
    refusal: { field, code, accepted },
  });
});
