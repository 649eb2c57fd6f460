import { randomUUID } from 'node:crypto';
import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, dispatch, executionOf, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { proposed } from './store/spending.fixture.ts';

// What whoever holds the password of Payments can do with SQL of their own: nothing leaves.
const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending());
const { tenant } = stage.principal('felix');
const door = database.door('supercargo_payments', { connectionsMax: 1 });

const direct = (text: string, parameters: readonly (string | number)[] = []) =>
  door.write(tenant, (tx) => tx.query<Record<string, unknown>>({ name: '', text }, parameters));

const tables = await database.admin<{ name: string }>(
  `select schemaname || '.' || tablename as name from pg_tables
   where schemaname in ('payments', 'policy', 'approval', 'people', 'events', 'app') order by 1`,
);
const [payment = '', other = ''] = await proposed(database, tenant, { count: 2 });
const request = await approved(stage, 'release_payment', { payment });

test('every table that decides is among these', () => {
  const names = tables.map(({ name }) => name);
  for (const name of [
    'payments.payment',
    'payments.refund',
    'payments.effect',
    'policy.spending',
    'policy.spent_hour',
    'approval.execution',
  ]) {
    expect(names).toContain(name);
  }
});

test.each(tables)('$name takes no insert, update, delete or truncate', async ({ name }) => {
  const [column] = await database.admin<{ name: string }>(
    'select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 1',
    [name],
  );
  for (const text of [
    `insert into ${name} default values`,
    `update ${name} set ${column?.name ?? ''} = ${column?.name ?? ''}`,
    `delete from ${name}`,
    `truncate ${name}`,
  ]) {
    await expect(direct(text), text).rejects.toThrow('permission denied');
  }
});

test.each([
  `policy.reserve_spending('${randomUUID()}', 'felix', null, 'SUP-SPEND', null, 'EUR', 1)`,
  `policy.return_spending('${randomUUID()}')`,
  `policy.room_at('tenant', '${tenant}', 'EUR', '1 day', 1)`,
  `policy.spending_windows('felix', null, 'SUP-SPEND', null, 'EUR')`,
  `policy.publish_first('{}')`,
  `approval.open('${request}', 'release_payment')`,
  `approval.consume('${request}', '${randomUUID()}')`,
  `approval.dispatch('${request}', '${randomUUID()}', 300)`,
  `approval.invalidate('${request}', 'mine')`,
  `approval.conclude('${randomUUID()}', '{}')`,
  `approval.conclude_remote('${randomUUID()}', 1, 'executed', '{}')`,
  `payments.match(null)`,
])('%s is not for a login', async (call) => {
  await expect(direct(`select ${call}`)).rejects.toThrow('permission denied');
});

test('what is not approved is not released, and what is not dispatched is not settled', async () => {
  const { kind } = await stage.call('felix', 'release_payment', { payment: other });
  expect(kind).toBe('answered');
  const [waiting] = await direct("select id from approval.request where state = 'waiting'");
  const release = 'select refusal from payments.release_payment($1)';
  expect(await direct(release, [String(waiting?.['id'])])).toEqual([{ refusal: 'not_approved' }]);
  expect(await direct(release, [randomUUID()])).toEqual([{ refusal: 'unknown_request' }]);
  expect(await direct('select refusal from payments.issue_refund($1)', [request])).toEqual([
    { refusal: 'unknown_request' },
  ]);
  for (const settle of ['settle_release', 'settle_refund']) {
    const text = `select refusal from payments.${settle}($1, 1, 'executed', 'mine')`;
    expect(await direct(text, [randomUUID()])).toEqual([{ refusal: 'unknown_request' }]);
    expect(await direct(text, [request])).toEqual([{ refusal: 'unknown_request' }]);
  }
  expect(await spentOf(stage, 'tenant')).toBe(0);
});

test('an account is read by nobody who logs in, except of a payment that is proposed', async () => {
  await expect(direct('select account from payments.payee')).rejects.toThrow('permission denied');
  await expect(direct('select * from payments.payee')).rejects.toThrow('permission denied');
  expect(await direct('select payments.account_to_pay($1) as account', [payment])).toEqual([
    { account: 'DE89370400440532013000' },
  ]);
  expect(await direct('select payments.account_to_pay($1) as account', ['PAY-NONE'])).toEqual([{ account: null }]);
});

test('an approved release leaves once, and is settled by who holds its lease alone', async () => {
  expect(await dispatch(stage, 'release_payment', request)).toMatchObject({ state: 'executing' });
  expect(await dispatch(stage, 'release_payment', request)).toMatchObject({ refusal: 'ended' });
  const execution = await executionOf(stage, request);
  for (const fence of [0, 1, 2, -1]) {
    expect(
      await direct("select refusal from payments.settle_release($1, $2, 'executed', 'mine')", [execution, fence]),
    ).toEqual([{ refusal: 'stale' }]);
    expect(await direct("select refusal from payments.mark_unknown($1, $2, 'mine')", [execution, fence])).toEqual([
      { refusal: 'stale' },
    ]);
  }
  expect(await direct('select state from payments.payment where id = $1', [payment])).toEqual([{ state: 'releasing' }]);
  expect(await direct('select payments.account_to_pay($1) as account', [payment])).toEqual([{ account: null }]);
});

interface Parts {
  readonly effect: Readonly<Record<string, CanonicalValue>>;
  readonly guards: Readonly<Record<string, CanonicalValue>>;
}

test.each<readonly [string, (plan: Parts) => Partial<Parts> & Readonly<Record<string, CanonicalValue>>, string]>([
  [
    'an account of the thief’s',
    ({ effect }) => ({ effect: { ...effect, account: 'DE02120300000000202051' } }),
    'account of the payee',
  ],
  ['no account', ({ effect: { account: _, ...effect } }) => ({ effect }), 'account of the payee'],
  ['no hash of the account', ({ guards: { account_hash: _, ...guards } }) => ({ guards }), 'account of the payee'],
  ['another payee’s name', ({ effect }) => ({ effect: { ...effect, payee_name: 'Mallory Ltd' } }), 'not to the payee'],
  ['another invoice', ({ effect }) => ({ effect: { ...effect, invoice_id: 'INV-1' } }), 'not of the invoice'],
  ['a payment that is none', ({ effect }) => ({ effect: { ...effect, payment_id: 'PAY-NONE' } }), 'no longer exists'],
  ['no guards', () => ({ guards: {} }), 'changed'],
])(
  'a plan with %s, written and consented to by who has the password, releases nothing',
  async (_what, forge, words) => {
    const [fresh = ''] = await proposed(database, tenant);
    const honest = await approved(stage, 'release_payment', { payment: fresh });
    const [stored] = await database.admin<{ plan: string; card: string }>(
      'select plan, card from approval.plan where request_id = $1',
      [honest],
    );
    const plan = JSON.parse(stored?.plan ?? '{}') as Parts & Readonly<Record<string, CanonicalValue>>;
    const id = randomUUID();
    const forged = canonicalText({ ...plan, ...forge(plan), id });
    const asked = await direct('select state, refusal from approval.ask($1, $2, $3)', [forged, stored?.card ?? '', id]);
    expect(asked).toEqual([{ state: 'waiting', refusal: null }]);
    const digest = "sha256(convert_to(E'supercargo/plan/1\\n' || $2, 'UTF8'))";
    expect(await direct(`select state from approval.record_consent($1, ${digest})`, [id, forged])).toEqual([
      { state: 'approved' },
    ]);
    const before = await spentOf(stage, 'tenant');
    const answer = await dispatch(stage, 'release_payment', id);
    expect(answer).toMatchObject({ state: 'invalidated' });
    expect(answer.detail).toContain(words);
    expect(await spentOf(stage, 'tenant')).toBe(before);
    expect(await dispatch(stage, 'release_payment', honest)).toMatchObject({ state: 'executing' });
  },
);
