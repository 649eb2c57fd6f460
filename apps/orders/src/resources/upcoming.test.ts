import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, newFlag, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);

const read = (uri = 'orders://upcoming', person = 'mara', kind?: ClientKind) => readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: what is overdue and what is promised next, the longest overdue first', async (kind) => {
  expect(await read('orders://upcoming', 'felix', kind)).toMatchObject({
    orders: [
      { order: 'SO-1002', overdue: true, days_late: 6, flags: [] },
      { order: 'SO-1005', overdue: false, promised_on: inDays(9) },
    ],
    ...{ total: 2, overdue: 1, until: inDays(14), more: null },
  });
});

test('what is delivered, cancelled, or promised later is not there, and a flag is', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, place, currency, state, promised_on) values
       ('acme', 'ST-1', 'stock', 'HAM-1', 'EUR', 'cancelled', $1), ('acme', 'ST-2', 'stock', 'HAM-1', 'EUR', 'placed', $2),
       ('acme', 'ST-3', 'stock', 'HAM-1', 'EUR', 'placed', null), ('acme', 'ST-4', 'stock', 'HAM-1', 'EUR', 'placed', $3)`,
    [inDays(1), inDays(15), inDays(14)],
  );
  const flag = await newFlag(stage, 'mara');
  expect(await read()).toMatchObject({
    orders: [{ order: 'SO-1002', flags: [{ flag_id: flag }] }, { order: 'SO-1005' }, { order: 'ST-4' }],
    total: 3,
  });
});

test('a long list is cut at 50 orders, and the total says so', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, place, currency, promised_on)
     select 'acme', 'ST-1' || lpad(n::text, 3, '0'), 'stock', 'HAM-1', 'EUR', $1 from generate_series(1, 120) n`,
    [inDays(2)],
  );
  const { orders, total, more } = await read();
  expect(orders).toHaveLength(50);
  expect(total).toBe(123);
  expect(more).toContain('find_orders');
});

test.each([
  ['mara', 'orders://upcoming/', 'there is no resource'],
  ['wes', 'orders://upcoming', 'your role does not grant orders:read'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
