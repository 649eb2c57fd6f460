import { consumePending } from '@supercargo/mcp-kit';
import { openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from './returns.fixture.ts';
import { tellDelivered } from './store/deliveries.fixture.ts';

// Orders says what was delivered; Returns keeps what may come back, in two companies with orders of the same numbers.
const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const globex = await openStage(database, RETURNS, { founding: { tenant: 'globex' } });

const soldOf = (order: string, tenant = 'acme'): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    `select line_number, customer_id, sku, category, quantity::int, price_minor::int, currency, delivered_on::text from returns.sold_line
     where tenant_id = $1 and order_number = $2 order by line_number`,
    [tenant, order],
  );

const outcomeOf = async (id: string): Promise<unknown> =>
  (await database.admin('select state, outcome from events.delivery where event_id = $1', [id]))[0];

test('a delivered line is kept as Orders says it, with a customer nobody had heard of', async () => {
  const event = await tellDelivered(database, 'acme', {
    order_number: 'S-1',
    customer_id: 'CUS-NEW',
    customer_name: 'New',
  });
  expect(await consumePending(stage.runtime)).toBe(1);
  expect(await outcomeOf(event)).toEqual({ state: 'done', outcome: 'recorded 5 sold of line 1 of order S-1' });
  expect(await soldOf('S-1')).toEqual([
    {
      ...{ line_number: 1, customer_id: 'CUS-NEW', sku: 'TEA-ASM', category: 'any', quantity: 5, price_minor: 1280 },
      ...{ currency: 'EUR', delivered_on: '2026-11-05' },
    },
  ]);
  expect(await soldOf('S-1', 'globex')).toEqual([]);
  expect(
    (await recordsOf(database, stage.principal('mara').tenant)).filter(({ kind }) => kind === 'consumed').at(-1),
  ).toMatchObject({
    ...{ server: 'returns', topic: 'order.delivered' },
  });
});

test('what is told again is one line, and the last word counts; the category that the desk knows stays', async () => {
  await database.admin(
    "update returns.sold_line set category = 'tea' where tenant_id = 'acme' and order_number = 'S-1'",
  );
  await tellDelivered(database, 'acme', { order_number: 'S-1', customer_id: 'CUS-NEW', quantity: 4 });
  await tellDelivered(database, 'acme', {
    order_number: 'S-1',
    customer_id: 'CUS-NEW',
    quantity: 3,
    price_minor: '1000',
  });
  while ((await consumePending(stage.runtime)) > 0);
  expect(await soldOf('S-1')).toMatchObject([{ quantity: 3, price_minor: 1000, category: 'tea' }]);
});

test.each([
  ['no quantity', { quantity: null }],
  ['none', { quantity: 0 }],
  ['no price', { price_minor: null }],
  ['a price beyond what a return can have', { price_minor: '1000000001' }],
])('a line of %s is not kept, and takes back what was kept of it', async (_what, unknown) => {
  const none = await tellDelivered(database, 'acme', { order_number: 'S-2', ...unknown });
  await consumePending(stage.runtime);
  expect(await outcomeOf(none)).toMatchObject({
    state: 'done',
    outcome: expect.stringContaining('nothing was kept') as string,
  });
  expect(await soldOf('S-2')).toEqual([]);
  await tellDelivered(database, 'acme', { order_number: 'S-3' });
  await tellDelivered(database, 'acme', { order_number: 'S-3', ...unknown });
  while ((await consumePending(stage.runtime)) > 0);
  expect(await soldOf('S-3')).toMatchObject([{ quantity: 0 }]);
});

test('what one company’s Orders says is no other company’s', async () => {
  await tellDelivered(database, 'globex', { order_number: 'S-4', quantity: 9 });
  await tellDelivered(database, 'acme', { order_number: 'S-4', quantity: 1 });
  while ((await consumePending(stage.runtime)) > 0);
  expect(await soldOf('S-4', 'globex')).toMatchObject([{ quantity: 9 }]);
  expect(await soldOf('S-4')).toMatchObject([{ quantity: 1 }]);
});

test('nobody records a delivery that they did not take, and one of another shape is a fault that waits', async () => {
  const event = await tellDelivered(database, 'acme', { order_number: 'S-5' });
  const text = 'select returns.record_delivered($1::uuid) as outcome';
  const { tenant } = stage.principal('mara');
  expect(await stage.runtime.door.write(tenant, (tx) => tx.query({ name: 'untaken', text }, [event]))).toEqual([
    { outcome: null },
  ]);
  expect(await soldOf('S-5')).toEqual([]);
  const broken = await tellDelivered(database, 'acme', { order_number: 'S-6', line_number: 'one' });
  while ((await consumePending(stage.runtime)) > 0);
  expect(await outcomeOf(broken)).toMatchObject({ state: 'pending' });
  expect(stage.faults).toHaveLength(1);
  expect(globex.faults).toEqual([]);
});
