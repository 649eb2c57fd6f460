import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { importOrder, issueDaily, PLANNER } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PLANNER);
await issueDaily(database, 'COF-1KG', [10, 10]);
await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 7 });
await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 3, expectedInDays: -1 });

const read = (uri: string, person = 'wes', kind?: ClientKind) => readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: an item with stock, orders, use and cover', async (kind) => {
  expect(await read('inventory://item/COF-1KG', 'wes', kind)).toEqual({
    ...{ sku: 'COF-1KG', unit: 'EA', price: { amount: '12.50', currency: 'EUR' } },
    description: { origin: 'supplier', text: 'Coffee beans, washed arabica, 1 kg bag' },
    supplier: { id: 'SUP-A', name: { origin: 'supplier', text: 'Aroma Imports' } },
    ...{
      lead_time_days: 11,
      reorder_point: 200,
      safety_stock: 80,
      recorded: true,
      available: 30,
      on_order: 10,
      on_order_overdue: 3,
    },
    stock: [
      {
        ...{ warehouse: 'HAM-1', warehouse_name: 'Hamburg', on_hand: 42, allocated: 30, available: 12 },
        counted_at: '2026-11-20T06:00:00.000Z',
      },
      {
        ...{ warehouse: 'RTM-1', warehouse_name: 'Rotterdam', on_hand: 18, allocated: 0, available: 18 },
        counted_at: '2026-11-19T06:00:00.000Z',
      },
    ],
    daily_use: expect.objectContaining({ mean: 10, standard_deviation: 0, days_observed: 2 }) as unknown,
    days_of_cover: 3,
    as_of: expect.any(String) as string,
  });
});

test('an item that nobody counted is not one of which there is none', async () => {
  expect(await read('inventory://item/NEW-1')).toMatchObject({
    ...{
      recorded: false,
      available: null,
      stock: [],
      daily_use: null,
      days_of_cover: null,
      supplier: null,
      price: null,
    },
  });
});

test.each([
  ['mara', 'inventory://item/NO-SUCH', 'there is no item with this sku'],
  ['mara', 'inventory://item/cof-1kg', 'there is no item with this sku'],
  ['mara', 'inventory://item/', 'there is no resource'],
  ['mara', 'inventory://item/COF-1KG/stock', 'there is no resource'],
  ['mara', 'inventory://item/COF%2D1KG', 'there is no resource'],
  ['olga', 'inventory://item/COF-1KG', 'your role does not grant inventory:read'],
  ['stranger', 'inventory://item/COF-1KG', 'you are not an active person'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
