import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, PEOPLE, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_ORDERS } from '../customers.fixture.ts';
import { inDays } from '../orders.fixture.ts';

const database = await testDatabase();
const people = [...PEOPLE, { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] }];
const stage = await openStage(database, OWN_ORDERS, { founding: { people } });

const mine = (input: Record<string, unknown> = {}): Promise<Readonly<Record<string, unknown>>> =>
  answerOf(stage, 'carla', 'my_orders', input);

test('one’s orders, the latest promised day first, with what a customer may know and nothing else', async () => {
  const { orders, total } = await mine();
  expect(total).toBe(3);
  expect(orders).toEqual([
    {
      ...{ order: 'SO-1005', state: 'allocated', placed_on: inDays(-3), promised_on: inDays(9), delivered_on: null },
      ...{ overdue: false, days_late: null, value: { amount: '1447.20', currency: 'EUR' } },
      ...{ shipment_id: 'SHP-2006', lines: 2 },
    },
    expect.objectContaining({ order: 'SO-1003', state: 'delivered', delivered_on: inDays(-9) }),
    expect.objectContaining({ order: 'SO-1001', state: 'delivered' }),
  ]);
});

test('what is overdue says so, and since how many days', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, customer_id, state, currency, promised_on)
     values ('acme', 'SO-2001', 'sale', 'CUS-CARLA', 'shipped', 'EUR', $1)`,
    [inDays(-4)],
  );
  expect((await mine({ states: ['shipped'] }))['orders']).toMatchObject([
    { order: 'SO-2001', overdue: true, days_late: 4, value: null, shipment_id: null, lines: 0 },
  ]);
  await database.admin("delete from orders.sales_order where number = 'SO-2001'");
});

test.each([
  [['delivered'], 2],
  [['cancelled'], 0],
  [['allocated', 'delivered'], 3],
])('of the states %j there are %d', async (states, total) => {
  expect(await mine({ states })).toMatchObject({ total });
});

test.each([
  ['AAAA'],
  [cursorOf('find_orders', ['2026-01-01', 'SO-1'])],
  [cursorOf('my_orders', ['0000-01-01', 'SO-1'])],
  [cursorOf('my_orders', ['2026-01-01', ''])],
])('the cursor %s is none of this list', async (cursor) => {
  expect(await stage.call('carla', 'my_orders', { cursor })).toMatchObject({
    kind: 'refused',
    refusal: { field: 'cursor', code: 'invalid_field' },
  });
});
