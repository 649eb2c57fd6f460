import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, PEOPLE, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_PAYMENTS } from '../customers.fixture.ts';

const database = await testDatabase();
const people = [...PEOPLE, { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] }];
const stage = await openStage(database, OWN_PAYMENTS, { founding: { people } });

const mine = (input: Record<string, unknown> = {}): Promise<Readonly<Record<string, unknown>>> =>
  answerOf(stage, 'carla', 'my_payments', input);

test('what was paid for an order, and what goes back of it, without anything of ours', async () => {
  const [paid] = await database.admin<{ id: string; amount: string }>(
    "select id, (amount_minor / 100.0)::numeric(12, 2)::text as amount from payments.customer_payment where tenant_id = 'acme' and order_number = 'SO-1003'",
  );
  const session = await database.adminClient();
  // The triggers of a refund ask for the tenant.
  await session.query("select set_config('app.tenant', 'acme', false)");
  await session.query(
    `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at, return_id, why, rail_reference)
     values ('acme', 'RF-1', $1, 'CUS-CARLA', 500, 'EUR', 'failed', now(), 'RMA-1', 'the account of the company is empty', 'rail-77')`,
    [paid?.id],
  );
  const { payments, total } = await mine({ order: 'SO-1003' });
  expect(total).toBe(1);
  expect(payments).toEqual([
    {
      ...{ payment_id: paid?.id, order: 'SO-1003', amount: { amount: paid?.amount, currency: 'EUR' } },
      paid_at: expect.any(String) as string,
      refunded: { amount: '0.00', currency: 'EUR' },
      refunds: [
        {
          ...{ refund_id: 'RF-1', state: 'failed', amount: { amount: '5.00', currency: 'EUR' }, return_id: 'RMA-1' },
          ...{ issued_at: expect.any(String) as string, settled_at: expect.any(String) as string },
        },
      ],
    },
  ]);
});

test('an order of somebody else and one that there is not are both an empty list', async () => {
  const [theirs] = await database.admin<{ order_number: string }>(
    "select order_number from payments.customer_payment where tenant_id = 'acme' and customer_id = 'CUS-CARLOS' limit 1",
  );
  const { as_of: _one, ...foreign } = await mine({ order: theirs?.order_number });
  const { as_of: _two, ...none } = await mine({ order: 'SO-0000' });
  expect(foreign).toEqual({ payments: [], total: 0, next_cursor: null });
  expect(foreign).toEqual(none);
});

test.each([
  ['AAAA'],
  [cursorOf('my_payments', ['2026-01-01', 'CP-1'])],
  [cursorOf('my_payments', ['0001-01-01T00:00:00.000000Z', 'CP-1'])],
  [cursorOf('get_transaction_history', ['2026-01-01T00:00:00.000000Z', 'CP-1'])],
])('the cursor %s is none of this list', async (cursor) => {
  expect(await stage.call('carla', 'my_payments', { cursor })).toMatchObject({
    kind: 'refused',
    refusal: { field: 'cursor', code: 'invalid_field' },
  });
});
