import { openStage, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { claim, settleRemote } from '@supercargo/approval';
import {
  approved,
  capsWith,
  dispatch,
  executionOf,
  PLENTY,
  settled,
  SPENDING,
  spending,
  spentOf,
} from './spending-stage.fixture.ts';
import { customerPayment, pastTriggers, PAYEE, proposed, type Proposed } from './store/spending.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending());
const { tenant } = stage.principal('felix');

/** A release handed to the rail; its payment, request and execution. */
async function released(said: Proposed = {}): Promise<{ payment: string; request: string; execution: string }> {
  const [payment = ''] = await proposed(database, tenant, said);
  const request = await approved(stage, 'release_payment', { payment });
  expect(await dispatch(stage, 'release_payment', request)).toMatchObject({ state: 'executing', refusal: null });
  return { payment, request, execution: await executionOf(stage, request) };
}

async function standing(payment: string): Promise<unknown> {
  const [row] = await database.admin(
    `select p.state, p.rail_reference, p.why, p.settled_at is not null as settled, i.state as invoice
     from payments.payment p join payments.invoice i on (i.tenant_id, i.id) = (p.tenant_id, p.invoice_id)
     where p.tenant_id = $1 and p.id = $2`,
    [tenant, payment],
  );
  return row;
}

async function exceptions(kind: string): Promise<unknown> {
  const outcome = await stage.call('felix', 'list_settlement_exceptions', { kinds: [kind] });
  return outcome.kind === 'answered' ? outcome.structured['exceptions'] : outcome;
}

beforeAll(async () => {
  expect(await spentOf(stage, 'tenant')).toBe(0);
});

test('what the rail settled is paid, and stays spent', async () => {
  const before = await spentOf(stage, 'payee');
  const { payment, request, execution } = await released({ amountMinor: 20_00 });
  expect(await standing(payment)).toMatchObject({ state: 'releasing', invoice: 'proposed', settled: false });
  expect(await settled(stage, 'release', execution, 'executed')).toMatchObject({ state: 'executed', refusal: null });
  expect(await standing(payment)).toEqual({
    ...{ state: 'paid', rail_reference: 'RAIL-1', why: null, settled: true, invoice: 'paid' },
  });
  expect(await spentOf(stage, 'payee')).toBe(before + 20_00);
  expect(await stage.call('felix', 'get_payments_request', { request_id: request })).toMatchObject({
    structured: {
      outcome: 'executed',
      result: {
        ...{ payment_id: payment, payment_state: 'paid', amount: '20.00' },
        rail_reference: { origin: 'payment rail', text: 'RAIL-1' },
      },
    },
  });
});

test('what the rail refused is failed, gives back what it took in every dimension, and the bill is open again', async () => {
  const dimensions = ['tenant', 'requester', 'agent', 'payee', 'cost_centre'] as const;
  const spent = () => Promise.all(dimensions.map((dimension) => spentOf(stage, dimension)));
  const before = await spent();
  const { payment, execution } = await released({ amountMinor: 30_00 });
  expect(await spent()).toEqual(before.map((minor) => minor + 30_00));
  expect(await settled(stage, 'release', execution, 'failed')).toMatchObject({ state: 'failed', refusal: null });
  expect(await spent()).toEqual(before);
  expect(await standing(payment)).toMatchObject({
    ...{ state: 'failed', why: 'the account of the payee is closed', rail_reference: null, invoice: 'open' },
  });
});

test('what nobody knows of counts as spent until the rail is heard', async () => {
  const before = await spentOf(stage, 'tenant');
  const { payment, execution } = await released({ amountMinor: 40_00 });
  expect(await settled(stage, 'release', execution, 'unknown')).toMatchObject({ state: 'unknown' });
  expect(await spentOf(stage, 'tenant')).toBe(before + 40_00);
  expect(await standing(payment)).toMatchObject({ state: 'unknown', invoice: 'proposed', settled: false });
  expect(await exceptions('payment_unknown')).toMatchObject([
    { payment_id: payment, what: 'the rail gave no answer', next_step: expect.stringContaining('asked') as string },
  ]);
  await database.admin('update approval.execution set lease_until = null where id = $1', [execution]);
  expect(await settled(stage, 'release', execution, 'failed')).toMatchObject({ state: 'failed' });
  expect(await exceptions('payment_unknown')).toEqual([]);
  expect(await spentOf(stage, 'tenant')).toBe(before);
});

test('a refund of which nobody knows says so, until it is settled', async () => {
  const request = await approved(stage, 'issue_refund', {
    ...{ customer_payment: await customerPayment(database, tenant), amount: '10.00' },
  });
  await dispatch(stage, 'issue_refund', request);
  const execution = await executionOf(stage, request);
  for (let round = 0; round < 2; round += 1) {
    expect(await settled(stage, 'refund', execution, 'unknown')).toMatchObject({ state: 'unknown' });
    expect(await exceptions('refund_unknown')).toMatchObject([{ what: 'the rail gave no answer' }]);
    await database.admin('update approval.execution set lease_until = null where id = $1', [execution]);
  }
  expect(await settled(stage, 'refund', execution, 'executed')).toMatchObject({ state: 'executed' });
  expect(await exceptions('refund_unknown')).toEqual([]);
});

test('an outcome is written down once, and by who holds the last lease', async () => {
  const before = await spentOf(stage, 'tenant');
  const { execution } = await released({ amountMinor: 10_00 });
  const { door } = stage.runtime;
  const failed = (fence: bigint) =>
    door.write(tenant, (tx) =>
      settleRemote(tx, 'payments.settle_release', { executionId: execution, fence, outcome: 'failed', words: 'no' }),
    );
  expect(await failed(0n)).toMatchObject({ refusal: 'stale' });
  const lease = await door.write(tenant, (tx) => claim(tx, execution, 30_000));
  const fence = typeof lease === 'string' ? -1n : lease.fence;
  expect(await failed(fence + 1n)).toMatchObject({ refusal: 'stale' });
  expect(await spentOf(stage, 'tenant')).toBe(before + 10_00);
  expect(await failed(fence)).toMatchObject({ state: 'failed' });
  expect(await failed(fence)).toMatchObject({ refusal: 'ended' });
  expect(await spentOf(stage, 'tenant')).toBe(before);
});

test('a release is not settled as a refund, nor a refund as a release', async () => {
  const { payment, execution } = await released();
  await expect(settled(stage, 'refund', execution, 'failed')).rejects.toThrow('another tool');
  expect(await standing(payment)).toMatchObject({ state: 'releasing' });
  const request = await approved(stage, 'issue_refund', {
    ...{ customer_payment: await customerPayment(database, tenant), amount: '10.00' },
  });
  await dispatch(stage, 'issue_refund', request);
  await expect(settled(stage, 'release', await executionOf(stage, request), 'executed')).rejects.toThrow(
    'another tool',
  );
});

test.each<readonly [string, string, RegExp]>([
  ['whose payee left the allow-list', 'update payments.payee set allowed = false', /no longer on the list/],
  [
    'whose account is no longer verified',
    'update payments.payee set verified_at = null, verified_by = null',
    /not verified/,
  ],
  [
    'whose account is another',
    "update payments.payee set account = 'DE02120300000000202051'",
    /account of the payee changed/,
  ],
  [
    'whose account was written again',
    "update payments.payee set changed_at = now() - interval '2 days'",
    /nothing is released to it before \d/,
  ],
  ['whose payee was renamed', "update payments.payee set name = 'Somebody Else'", /not to the payee/],
])('a payment %s after it was approved is not released, and says so', async (_what, change, words) => {
  const payee = `SUP-${Math.random().toString(36).slice(2)}`;
  const before = await spentOf(stage, 'tenant');
  const [payment = ''] = await proposed(database, tenant, { payee });
  const request = await approved(stage, 'release_payment', { payment });
  await pastTriggers(database, tenant, [`${change} where tenant_id = $1 and id = $2`, [tenant, payee]]);
  const answer = await dispatch(stage, 'release_payment', request);
  expect(answer).toMatchObject({ state: 'invalidated' });
  expect(answer.detail).toMatch(words);
  expect(await standing(payment)).toMatchObject({ state: 'proposed' });
  expect(await spentOf(stage, 'tenant')).toBe(before);
});

test('caps that became stricter after it was approved end it, in words', async () => {
  const [payment = ''] = await proposed(database, tenant, { amountMinor: 50_00, payee: 'SUP-STRICT' });
  const request = await approved(stage, 'release_payment', { payment });
  const [live] = await database.admin<{ version: number }>('select version from policy.live where tenant_id = $1', [
    tenant,
  ]);
  const copy = `insert into policy.version values ($1, 99, default, '{ada,alan}', 'stricter')`;
  await database.admin(copy, [tenant]);
  await database.admin(
    `insert into policy.rule select tenant_id, 99, server, tool, over_minor, currency, tier, quorum, need_role, hold_seconds,
       waiting_seconds, approved_seconds, over_units from policy.rule where tenant_id = $1 and version = $2`,
    [tenant, live?.version],
  );
  await database.admin(
    `insert into policy.spending_cap select tenant_id, 99, dimension, holder, span, currency,
       case when dimension = 'payee' and span = 'transaction' then 4999 else cap end
     from policy.spending_cap where tenant_id = $1 and version = $2`,
    [tenant, live?.version],
  );
  await database.admin('update policy.live set version = 99 where tenant_id = $1', [tenant]);
  expect(await dispatch(stage, 'release_payment', request)).toMatchObject({
    ...{ state: 'invalidated', detail: 'the amount is above the cap for a single payment to this payee' },
  });
  await database.admin('update policy.live set version = $2 where tenant_id = $1', [tenant, live?.version]);
});

test('an approval that turned out not to hold leaves nothing spent', async () => {
  const before = await spentOf(stage, 'tenant');
  const [payment = ''] = await proposed(database, tenant);
  const request = await approved(stage, 'release_payment', { payment });
  await database.admin("insert into policy.kill_switch values ($1, 'tool', 'release_payment', 'a test', 'ada')", [
    tenant,
  ]);
  expect(await dispatch(stage, 'release_payment', request)).toMatchObject({ state: 'invalidated' });
  await database.admin('delete from policy.kill_switch where tenant_id = $1', [tenant]);
  expect(await spentOf(stage, 'tenant')).toBe(before);
});

test('parts of one payment are not released, neither at once nor one after the other', async () => {
  const parts = await openStage(
    database,
    SPENDING,
    spending({
      tenant: 'parts',
      spendingCaps: capsWith({ 'tenant transaction': 100_00, 'payee day': PLENTY }),
    }),
  );
  const of = parts.principal('felix').tenant;
  const release = async (payment: string): Promise<unknown> => {
    const request = await approved(parts, 'release_payment', { payment });
    return dispatch(parts, 'release_payment', request);
  };
  const [old = ''] = await proposed(database, of, { amountMinor: 60_00, hoursAgo: 30 });
  const [second = ''] = await proposed(database, of, { amountMinor: 60_00, hoursAgo: 30 });
  const request = await approved(parts, 'release_payment', { payment: second });
  expect(await release(old)).toMatchObject({ state: 'executing' });
  // Asked for while it was alone, and no longer alone when it would leave.
  expect(await dispatch(parts, 'release_payment', request)).toMatchObject({ state: 'invalidated' });
  expect(await spentOf(parts, 'tenant')).toBe(60_00);
  expect(await parts.call('felix', 'release_payment', { payment: second })).toMatchObject({
    ...{ kind: 'refused', refusal: { code: 'looks_split', field: 'payment' } },
  });
  // Another payee's is nobody's part.
  const [other = ''] = await proposed(database, of, { amountMinor: 60_00, payee: `${PAYEE}-B` });
  expect(await release(other)).toMatchObject({ state: 'executing' });
  // Two of today are parts of each other before either left.
  const [morning = ''] = await proposed(database, of, { amountMinor: 60_00, payee: `${PAYEE}-C` });
  await proposed(database, of, { amountMinor: 60_00, payee: `${PAYEE}-C` });
  expect(await parts.call('felix', 'release_payment', { payment: morning })).toMatchObject({
    refusal: { code: 'looks_split' },
  });
});
