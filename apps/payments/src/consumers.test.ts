import { consumePending } from '@supercargo/mcp-kit';
import { openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPayment, PAYMENTS } from './payments.fixture.ts';
import { newInvoice } from './store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
const { consented } = peopleOf(stage);

/** What another server or a file tells, as its row in the outbox; its id. */
async function told(topic: string, key: string, payload: object, chain: readonly string[] = []): Promise<string> {
  const [row] = await database.admin<{ id: string }>(
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain, execution_id)
       values ('acme', $1, $2, 1 + (select count(*) from events.outbox where topic = $1 and key = $2), split_part($1, '.', 1), $3, $4,
         case when cardinality($4::text[]) > 0 then (select e.id from approval.execution e where e.tenant_id = 'acme' limit 1) end)
       returning id, seq)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
       select 'acme', id, 'payments', $1, $2, seq from told returning event_id as id`,
    [topic, key, JSON.stringify(payload), chain],
  );
  return row?.id ?? '';
}

async function outcomeOf(event: string): Promise<unknown> {
  const [row] = await database.admin<{ state: string; outcome: string }>(
    'select state, outcome from events.delivery where event_id = $1',
    [event],
  );
  return row;
}

const RECEIVED = {
  ...{ purchase_order_id: '0198f3a2-7c1e-7d4b-9a51-2f6e8c0b7d13', supplier_id: 'SUP-FINCA', sku: 'COF-1KG' },
  ...{ quantity: 40, amount_minor: '50000', currency: 'EUR', received_at: '2026-11-20T10:00:00Z' },
};

test('what was received of an order is recorded, once, and lets its bill go', async () => {
  const invoice = await newInvoice(database, 'acme', { received: false });
  const event = await told('purchase_order.received', 'PO', { ...RECEIVED, number: `PO-${invoice}` });
  await consumePending(stage.runtime);
  expect(await outcomeOf(event)).toEqual({
    state: 'done',
    outcome: `recorded that goods of order PO-${invoice} were received`,
  });
  const rows = (): Promise<unknown> =>
    database.admin(
      `select g.quantity::int, g.amount_minor::int, i.state from payments.goods_receipt g
       join payments.invoice i on i.tenant_id = g.tenant_id and i.order_number = g.order_number where g.order_number = $1`,
      [`PO-${invoice}`],
    );
  expect(await rows()).toEqual([{ quantity: 40, amount_minor: 50_000, state: 'open' }]);
  await consumePending(stage.runtime);
  expect(await rows()).toHaveLength(1);
});

test('an order that only the event tells of is known by it, under its id where it has no number', async () => {
  await told('purchase_order.received', 'own', { ...RECEIVED, number: null });
  await consumePending(stage.runtime);
  expect(
    await database.admin('select payee_id, amount_minor::int from payments.purchase_order where number = $1', [
      RECEIVED.purchase_order_id,
    ]),
  ).toEqual([{ payee_id: 'SUP-FINCA', amount_minor: 50_000 }]);
});

test('an event without a number that an invoice could name records nothing, and says so', async () => {
  const event = await told('purchase_order.received', 'odd', { ...RECEIVED, number: 'PO 1; drop' });
  await consumePending(stage.runtime);
  expect(await outcomeOf(event)).toMatchObject({ outcome: expect.stringContaining('nothing was recorded') as string });
});

test('without the event in this transaction its function records nothing', async () => {
  const { tenant } = stage.principal('nobody');
  const event = await told('purchase_order.received', 'stolen', { ...RECEIVED, number: 'PO-STOLEN' });
  const [row] = await database
    .door('supercargo_payments')
    .write(tenant, (tx) =>
      tx.query({ name: 'stolen', text: 'select payments.record_receipt($1) as outcome' }, [event]),
    );
  expect(row).toEqual({ outcome: null });
  expect(await database.admin("select from payments.goods_receipt where order_number = 'PO-STOLEN'")).toEqual([]);
});

test('a proposed payment asks for its own release: two of finance, and nobody who proposed it', async () => {
  const payment = await newPayment(stage, 'mara', 'INV-7002');
  await consumePending(stage.runtime);
  const [request] = await database.admin(
    `select p.tool, p.requester, p.tier, p.quorum, p.need_role, p.amount_minor::int, r.state
     from approval.plan p join approval.request r on r.id = p.request_id where p.plan::jsonb #>> '{effect,payment_id}' = $1 and p.tool = 'release_payment'`,
    [payment],
  );
  expect(request).toEqual({
    ...{ tool: 'release_payment', requester: 'mara', tier: 'person', quorum: 2, need_role: 'finance' },
    ...{ amount_minor: 420_000, state: 'waiting' },
  });
  // Taken back meanwhile: the request that waits can no longer be executed.
  expect(await consented('mara', 'cancel_payment', { payment })).toMatchObject({ outcome: 'executed' });
});

test('one whose payee may not be paid yet asks for nothing, and says why', async () => {
  const payment = await newPayment(stage, 'mara', 'INV-7003');
  await consumePending(stage.runtime);
  const [row] = await database.admin<{ outcome: string }>(
    "select outcome from events.delivery where topic = 'payment.proposed' and key = $1",
    [payment],
  );
  expect(row?.outcome).toMatch(/account|bank/);
});

const RETURN = {
  return_id: 'RMA-3002',
  order_number: 'SO-1004',
  customer_id: 'CUS-CARLOS',
  amount_minor: '8900',
  currency: 'EUR',
};

test.each<[string, Record<string, unknown>, RegExp]>([
  ['of an order that nobody paid', { order_number: 'SO-9999', return_id: 'RMA-1' }, /no payment of a customer/],
  ['over more than was paid', { amount_minor: '8901', return_id: 'RMA-2' }, /more would have gone back than was paid/],
])('an approved return %s asks for nothing, and says why', async (_what, change, words) => {
  const event = await told('return.approved', `R${String(change['return_id'])}`, { ...RETURN, ...change }, [
    'mara',
    'mo',
  ]);
  await consumePending(stage.runtime);
  expect(await outcomeOf(event)).toMatchObject({ state: 'done', outcome: expect.stringMatching(words) as string });
});

test('of an order that another customer paid nothing is asked for, until somebody mends what differs', async () => {
  const event = await told('return.approved', 'RMA-3', { ...RETURN, return_id: 'RMA-3', customer_id: 'CUS-CARLA' }, [
    ...['mara', 'mo'],
  ]);
  await consumePending(stage.runtime);
  expect(await outcomeOf(event)).toEqual({
    state: 'pending',
    outcome: 'what would be asked for is not what the event tells of',
  });
  expect(stage.faults.map(({ where }) => where)).toEqual([`event ${event}`]);
});

test('an approved return asks for its refund', async () => {
  await told('return.approved', 'RMA-3002', RETURN, ['mara', 'mo']);
  await consumePending(stage.runtime);
  expect(
    await database.admin(
      `select p.requester, p.amount_minor::int, p.quorum, r.state from approval.plan p join approval.request r on r.id = p.request_id
       where p.tool = 'issue_refund' and p.plan::jsonb #>> '{effect,customer_payment_id}' = 'CP-4004'`,
    ),
  ).toEqual([{ requester: 'mara', amount_minor: 8_900, quorum: 2, state: 'waiting' }]);
  expect(stage.faults).toHaveLength(1);
});
