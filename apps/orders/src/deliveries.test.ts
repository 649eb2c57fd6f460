import { openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ORDERS } from './orders.fixture.ts';

// What the order system's files say was delivered is told to Returns, line by line, when the file's transaction ends.
const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { tenant } = stage.principal('nobody');
const importer = database.door('supercargo_importer', { connectionsMax: 2 });
let statements = 0;

/** One file, as the importer writes it. */
const write = (...texts: readonly string[]): Promise<unknown> =>
  importer.write(tenant, async (tx) => {
    for (const text of texts) await tx.query({ name: `deliveries_${(statements += 1).toString()}`, text });
  });

const order = (number: string, state: string, more = ''): string =>
  `insert into orders.sales_order (tenant_id, number, kind, customer_id, state, placed_on, delivered_on, currency)
   values (app.tenant(), '${number}', 'sale', 'CUS-CARLA', '${state}', '2026-11-01', ${state === 'delivered' ? "'2026-11-05'" : 'null'}, 'EUR')
   on conflict (tenant_id, number) do update set state = excluded.state, delivered_on = excluded.delivered_on ${more}`;
const line = (number: string, nr: number, quantity: string, price = '1280'): string =>
  `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, quantity, unit, price_minor, currency)
   values (app.tenant(), '${number}', ${nr.toString()}, 'TEA-ASM', 'Tea', ${quantity}, 'EA', ${price}, 'EUR')
   on conflict (tenant_id, order_number, line_number) do update set quantity = excluded.quantity, price_minor = excluded.price_minor`;

async function toldOf(number: string): Promise<readonly object[]> {
  const rows = await database.admin<{
    payload: string;
    consumer: string;
    chain: string[];
    execution_id: string | null;
  }>(
    `select o.payload, d.consumer, o.chain, o.execution_id from events.outbox o
     join events.delivery d on (d.tenant_id, d.event_id) = (o.tenant_id, o.id)
     where o.tenant_id = 'acme' and o.topic = 'order.delivered' and o.key = $1 order by o.seq`,
    [number],
  );
  return rows.map(({ payload, ...row }) => ({ ...(JSON.parse(payload) as object), ...row }));
}

test('a delivery is told with what was sold, to whom and at what price, by nobody’s request', async () => {
  await write(order('D-1', 'shipped'), line('D-1', 1, '3'), line('D-1', 2, '4', '500'));
  expect(await toldOf('D-1')).toEqual([]);
  await write(order('D-1', 'delivered'));
  expect(await toldOf('D-1')).toEqual([
    {
      ...{
        order_number: 'D-1',
        customer_id: 'CUS-CARLA',
        customer_name: 'Carla Bianchi',
        line_number: 1,
        sku: 'TEA-ASM',
      },
      ...{ description: 'Tea', quantity: 3, price_minor: '1280', currency: 'EUR', placed_on: '2026-11-01' },
      ...{ delivered_on: '2026-11-05', consumer: 'returns', chain: [], execution_id: null },
    },
    expect.objectContaining({ line_number: 2, quantity: 4, price_minor: '500' }),
  ]);
  expect((await recordsOf(database, tenant)).filter(({ kind }) => kind === 'published').at(-1)).toMatchObject({
    ...{ server: 'orders', consumer: 'returns', topic: 'order.delivered', key: 'D-1' },
  });
});

test('what a file brings as delivered already is told as well, its lines in a later file too, and each once', async () => {
  await write(order('D-2', 'delivered'), line('D-2', 1, '1'));
  await write(line('D-2', 2, '2'));
  await write(order('D-2', 'delivered'), line('D-2', 1, '1'), line('D-2', 2, '2'));
  expect(await toldOf('D-2')).toMatchObject([{ line_number: 1 }, { line_number: 2 }]);
});

test('a line that a later file says otherwise is told again, and none that it leaves alone', async () => {
  await write(order('D-3', 'delivered'), line('D-3', 1, '5'), line('D-3', 2, '5'));
  await write(line('D-3', 1, '4'));
  await write(line('D-3', 1, 'null'));
  expect(await toldOf('D-3')).toMatchObject([
    ...[
      { line_number: 1, quantity: 5 },
      { line_number: 2, quantity: 5 },
    ],
    ...[
      { line_number: 1, quantity: 4 },
      { line_number: 1, quantity: null },
    ],
  ]);
});

test('nothing is told of orders that are no customer’s, that did not arrive, or of a file that fails', async () => {
  await write(
    `insert into orders.sales_order (tenant_id, number, kind, vendor, state, currency) values (app.tenant(), 'D-4', 'purchase', 'V', 'delivered', 'EUR')`,
    line('D-4', 1, '5'),
    order('D-5', 'cancelled'),
    line('D-5', 1, '5'),
  );
  await expect(write(order('D-6', 'delivered'), line('D-6', 1, '5'), 'select 1 / 0')).rejects.toThrow();
  for (const number of ['D-4', 'D-5', 'D-6']) expect(await toldOf(number)).toEqual([]);
});

test('every delivered line of the demo company’s customers was told', async () => {
  const [row] = await database.admin<{ told: string; delivered: string }>(
    `select (select count(*) from events.outbox where tenant_id = 'acme' and topic = 'order.delivered' and key like 'SO-%') as told,
       (select count(*) from orders.order_line l join orders.sales_order o on (o.tenant_id, o.number) = (l.tenant_id, l.order_number)
        where o.tenant_id = 'acme' and o.kind = 'sale' and o.state = 'delivered' and o.number like 'SO-%') as delivered`,
  );
  expect(Number(row?.told)).toBeGreaterThan(5);
  expect(row?.told).toBe(row?.delivered);
});

test.each(['supercargo_orders', 'supercargo_orders_customer', 'supercargo_returns', 'supercargo_returns_customer'])(
  '%s neither tells of a delivery nor sees what was told',
  async (login) => {
    const door = database.door(login as 'supercargo_orders', { connectionsMax: 1 });
    for (const text of [
      `select events.publish('order.delivered', 'D-1', null, '{}')`,
      'select 1 from orders.line_told',
      'select orders.tell_delivered()',
    ]) {
      await expect(
        door.write(tenant, (tx) => tx.query({ name: `tell_${(statements += 1).toString()}`, text })),
      ).rejects.toThrow('permission denied');
    }
    await door.close();
  },
);
