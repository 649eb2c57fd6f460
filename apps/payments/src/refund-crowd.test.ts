import { execute } from '@supercargo/approval';
import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, executionOf, settled, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { customerPayment } from './store/spending.fixture.ts';

const database = await testDatabase();
const crowd = database.door('supercargo_payments', { connectionsMax: 40 });

async function refunded(tenant: string, payment: string): Promise<unknown> {
  return database.admin(
    `select c.refunded_minor::int as refunded, (select coalesce(sum(r.amount_minor), 0)::int from payments.refund r
       where (r.tenant_id, r.customer_payment_id) = (c.tenant_id, c.id) and r.state <> 'failed') as refunds
     from payments.customer_payment c where c.tenant_id = $1 and c.id = $2`,
    [tenant, payment],
  );
}

test('refunds of one payment at once never pass what was paid', async () => {
  const stage = await openStage(database, SPENDING, spending());
  const { tenant } = stage.principal('felix');
  const payment = await customerPayment(database, tenant, { amountMinor: 100_00 });
  const ids: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    const input = { customer_payment: payment, amount: '9.00', idempotency_key: `${index}` };
    ids.push(await approved(stage, 'issue_refund', input));
  }
  const answers = await Promise.all(
    ids.map((id) => crowd.write(tenant, (tx) => execute(tx, 'payments.issue_refund', id))),
  );
  // Eleven times 9.00 are 99.00.
  expect(answers.filter(({ state }) => state === 'executing')).toHaveLength(11);
  for (const refused of answers.filter(({ state }) => state !== 'executing')) {
    expect(refused).toMatchObject({
      state: 'invalidated',
      detail: 'of the payment 99.00 EUR went back already, and with this refund it would be more than was paid',
    });
  }
  expect(await refunded(tenant, payment)).toEqual([{ refunded: 99_00, refunds: 99_00 }]);
  expect(await spentOf(stage, 'payee')).toBe(99_00);
});

test('a refund that failed may be made again, one that nobody knows of may not', async () => {
  const stage = await openStage(database, SPENDING, spending({ tenant: 'again' }));
  const { tenant } = stage.principal('felix');
  const payment = await customerPayment(database, tenant, { amountMinor: 10_00 });
  const refund = async (key: string): Promise<{ readonly id: string; readonly state: string | null }> => {
    const id = await approved(stage, 'issue_refund', {
      customer_payment: payment,
      amount: '10.00',
      idempotency_key: key,
    });
    const { state } = await stage.runtime.door.write(tenant, (tx) => execute(tx, 'payments.issue_refund', id));
    return { id, state };
  };
  const first = await refund('first');
  expect(await settled(stage, 'refund', await executionOf(stage, first.id), 'failed')).toMatchObject({
    state: 'failed',
  });
  expect(await refunded(tenant, payment)).toEqual([{ refunded: 0, refunds: 0 }]);
  expect(await spentOf(stage, 'tenant')).toBe(0);

  const second = await refund('second');
  expect(await settled(stage, 'refund', await executionOf(stage, second.id), 'unknown')).toMatchObject({
    state: 'unknown',
  });
  expect(await refunded(tenant, payment)).toEqual([{ refunded: 10_00, refunds: 10_00 }]);
  expect(await spentOf(stage, 'tenant')).toBe(10_00);
  expect(await stage.call('felix', 'issue_refund', { customer_payment: payment, amount: '0.01' })).toMatchObject({
    refusal: { code: 'more_than_paid', accepted: 'nothing: all of it went back already' },
  });
});

test('a return is refunded once, however many payments its order had', async () => {
  const stage = await openStage(database, SPENDING, spending({ tenant: 'returned' }));
  const { tenant } = stage.principal('felix');
  const input = { amount: '10.00', return_id: 'RMA-1' };
  const first = await approved(stage, 'issue_refund', {
    ...input,
    customer_payment: await customerPayment(database, tenant),
  });
  const second = await approved(stage, 'issue_refund', {
    ...input,
    customer_payment: await customerPayment(database, tenant),
  });
  const third = { ...input, customer_payment: await customerPayment(database, tenant) };
  const door = stage.runtime.door;
  expect(await door.write(tenant, (tx) => execute(tx, 'payments.issue_refund', first))).toMatchObject({
    state: 'executing',
  });
  expect(await door.write(tenant, (tx) => execute(tx, 'payments.issue_refund', second))).toMatchObject({
    ...{ state: 'invalidated', detail: 'the return RMA-1 was refunded already' },
  });
  expect(await stage.call('felix', 'issue_refund', third)).toMatchObject({ refusal: { code: 'return_refunded' } });
  expect(await spentOf(stage, 'tenant')).toBe(10_00);
});
