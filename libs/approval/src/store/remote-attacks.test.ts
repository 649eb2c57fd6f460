import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openOtherServer, ownerOn } from './attack.fixture.ts';
import { look, openCompany, ordersOf } from './company.fixture.ts';
import { newId } from '../new-id.ts';
import { approvedReorder, dispatched, REMOTE_EFFECTS } from './remote.fixture.ts';

// Direct SQL with the server's own login, with another server's, and as the trade's owner whom nobody logs in as.
const database = await testDatabase();
const session = await database.adminClient();
const acme = await openCompany(database, await foundTenant(database));
for (const text of REMOTE_EFFECTS) await database.admin(text);
await foundTenant(database, { tenant: 'globex' });
await session.query("insert into app.login (role, server) values (session_user, 'inventory')");
const payments = await openOtherServer(database, session);
let id: string;
let execution: string;

beforeEach(async () => {
  ({ id, execution } = await dispatched(acme));
});
afterAll(() => payments.close());

const SETTLE = 'select refusal, state from inventory.settle_reorder($1, $2, $3, $4)';
const CLAIM = 'select step, refusal, state from approval.claim($1, $2)';
const UNKNOWN = 'select refusal, state from approval.mark_unknown($1, $2, $3)';
const as = (text: string, ...parameters: readonly (string | number | null)[]): ReturnType<typeof direct> =>
  direct(acme.inventory, acme.tenant, text, parameters);

/** Claimed, as its worker does: what this holder was given. */
async function held(): Promise<string> {
  const [row] = await as('select fence::text from approval.claim($1, $2)', execution, 60_000);
  return String(row?.['fence']);
}

const asOwner = ownerOn(session);

test.each([0, 1, -1, 2, null])('settled with the fence %s before anybody claimed it, it is refused', async (fence) => {
  const orders = await ordersOf(acme);
  expect(await as(SETTLE, execution, fence, 'executed', 'R')).toEqual([{ refusal: 'stale', state: 'executing' }]);
  expect(await as(SETTLE, execution, fence, 'failed', 'R')).toEqual([{ refusal: 'stale', state: 'executing' }]);
  expect(await as(UNKNOWN, execution, fence, 'R')).toEqual([{ refusal: 'stale', state: 'executing' }]);
  expect(await ordersOf(acme)).toBe(orders);
});

test.each([0, 1, 2, -1, null])('settled with the fence %s while another holds it, it is refused', async (fence) => {
  const own = await held();
  expect(await as(SETTLE, execution, fence, 'executed', 'R')).toEqual([{ refusal: 'stale', state: 'executing' }]);
  expect(await as(UNKNOWN, execution, fence, 'R')).toEqual([{ refusal: 'stale', state: 'executing' }]);
  expect(await as(SETTLE, execution, own, 'executed', 'R')).toEqual([{ refusal: null, state: 'executed' }]);
});

test('who held it before cannot tell what its next holder was given', async () => {
  const before = BigInt(await held());
  await database.admin('update approval.execution set lease_until = null where id = $1', [execution]);
  const own = await held();
  for (const guess of [before, before + 1n, before - 1n, before + (1n << 20n) + 1n]) {
    expect(await as(SETTLE, execution, guess.toString(), 'failed', 'R')).toEqual([
      { refusal: 'stale', state: 'executing' },
    ]);
  }
  expect(await as(SETTLE, execution, own, 'failed', 'R')).toEqual([{ refusal: null, state: 'failed' }]);
});

test.each([
  ['executed', 'failed'],
  ['executed', 'executed'],
  ['failed', 'executed'],
  ['failed', 'failed'],
])('what ended as %s does not end as %s as well', async (first, second) => {
  const own = await held();
  await as(SETTLE, execution, own, first, 'R');
  const [orders, seen] = [await ordersOf(acme), await look(acme, id)];
  expect(await as(SETTLE, execution, own, second, 'R2')).toEqual([{ refusal: 'ended', state: first }]);
  expect(await as(UNKNOWN, execution, own, 'R')).toEqual([{ refusal: 'ended', state: first }]);
  expect(await as(CLAIM, execution, 60_000)).toEqual([{ step: null, refusal: 'ended', state: first }]);
  expect([await ordersOf(acme), await look(acme, id)]).toEqual([orders, seen]);
});

test('twenty that settle at once, half of them the other way, end it once', async () => {
  const own = await held();
  const orders = await ordersOf(acme);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => as(SETTLE, execution, own, at % 2 === 0 ? 'executed' : 'failed', 'R')),
  );
  expect(answers.flat().filter(({ refusal }) => refusal === null)).toHaveLength(1);
  const { state, record } = await look(acme, id);
  expect(record.filter((kind) => kind === 'executed' || kind === 'failed')).toEqual([state]);
  expect(await ordersOf(acme)).toBe(state === 'executed' ? orders + 1 : orders);
});

test.each(['unknown', 'executing', 'EXECUTED', '', null])('there is no outcome %s', async (outcome) => {
  const own = await held();
  await expect(as(SETTLE, execution, own, outcome, 'R')).rejects.toThrow('executed or failed');
  expect(await look(acme, id)).toMatchObject({ state: 'executing' });
});

test.each([0, -1, 600_001, null])('there is no lease of %s milliseconds', async (leaseMs) => {
  await expect(as(CLAIM, execution, leaseMs)).rejects.toThrow('1 to 600000 milliseconds');
});

test('another server claims, settles and marks nothing of this one, and is shown nothing due', async () => {
  const other = (text: string, ...more: readonly (string | number)[]): ReturnType<typeof direct> =>
    direct(payments, acme.tenant, text, more);
  expect(await payments.dueRemote(100)).toEqual([]);
  expect(await acme.inventory.dueRemote(100)).not.toEqual([]);
  expect(await other(CLAIM, execution, 60_000)).toEqual([{ step: null, refusal: 'unknown_request', state: null }]);
  const own = await held();
  expect(await other(SETTLE, execution, own, 'executed', 'R')).toEqual([{ refusal: 'unknown_request', state: null }]);
  expect(await other(UNKNOWN, execution, own, 'R')).toEqual([{ refusal: 'unknown_request', state: null }]);
});

test('in another tenant the same execution is unknown', async () => {
  const own = await held();
  const globex = (text: string, ...more: readonly (string | number)[]): ReturnType<typeof direct> =>
    direct(acme.inventory, 'globex' as typeof acme.tenant, text, more);
  expect(await globex(CLAIM, execution, 60_000)).toMatchObject([{ refusal: 'unknown_request' }]);
  expect(await globex(SETTLE, execution, own, 'executed', 'R')).toMatchObject([{ refusal: 'unknown_request' }]);
  expect(await globex(UNKNOWN, execution, own, 'R')).toMatchObject([{ refusal: 'unknown_request' }]);
});

test('the server’s login dispatches, concludes and judges nothing itself', async () => {
  const approved = await approvedReorder(acme);
  for (const [text, ...parameters] of [
    ['select approval.dispatch($1, $2, 300)', approved, newId()],
    ["select approval.conclude_remote($1, 1, 'executed', '{}')", execution],
    ['select approval.judge($1)', approved],
    ['select approval.attempt($1, $2, null)', approved, newId()],
    ['select approval.lock_remote($1)', execution],
    ['select * from approval.execution'],
    ['update approval.execution set sent_at = null'],
  ] as const) {
    await expect(as(text, ...parameters), text).rejects.toThrow('permission denied');
  }
  expect(await look(acme, approved)).toMatchObject({ state: 'approved', executions: 0 });
});

test('an execution of one transaction is not concluded as if it outlived it, nor the other way', async () => {
  await expect(asOwner(() => session.query(`select approval.conclude($1, '{}')`, [execution]))).rejects.toThrow(
    'no open execution',
  );
  const approved = await approvedReorder(acme);
  const local = newId();
  await expect(
    asOwner(async () => {
      await session.query('select approval.consume($1, $2)', [approved, local]);
      const { rows } = await session.query(`select refusal from approval.conclude_remote($1, 0, 'executed', '{}')`, [
        local,
      ]);
      expect(rows).toEqual([{ refusal: 'unknown_request' }]);
    }),
  ).rejects.toThrow('has no outcome');
  await expect(
    asOwner(async () => {
      const remote = newId();
      await session.query('select approval.dispatch($1, $2, 60)', [approved, remote]);
      await session.query(`select approval.conclude($1, '{}')`, [remote]);
    }),
  ).rejects.toThrow('no open execution');
  expect(await look(acme, approved)).toMatchObject({ state: 'approved', executions: 0 });
});

test('an approval is dispatched once, and not consumed besides', async () => {
  await expect(asOwner(() => session.query('select approval.dispatch($1, $2, 60)', [id, newId()]))).rejects.toThrow(
    'without an opened request',
  );
  await expect(asOwner(() => session.query('select approval.consume($1, $2)', [id, newId()]))).rejects.toThrow(
    'without an opened request',
  );
  const approved = await approvedReorder(acme);
  await expect(
    asOwner(async () => {
      await session.query('select approval.dispatch($1, $2, 60)', [approved, newId()]);
      await session.query('select approval.consume($1, $2)', [approved, newId()]);
    }),
  ).rejects.toThrow('without an opened request');
});

test('an effect belongs to the transaction that dispatched it, not to one that claims or settles it', async () => {
  await as(CLAIM, execution, 60_000);
  await expect(
    asOwner(async () => {
      await session.query('delete from inventory.effect where execution_id = $1', [execution]);
      await session.query(
        "insert into inventory.effect (tenant_id, execution_id, tool) values ('acme', $1, 'create_reorder')",
        [execution],
      );
    }),
  ).rejects.toThrow('foreign key');
});

test.each([
  ['sent again', 'sent_at = null'],
  ['sent at another time', 'sent_at = clock_timestamp()'],
  ['given back to an earlier holder', 'fence = 0, sent_at = null'],
  ['taken for longer', "expires_at = expires_at + interval '1 hour'"],
  ['local', "kind = 'local', expires_at = null, fence = 0, sent_at = null, lease_until = null"],
  ['another server’s', "server = 'payments'"],
])('what was sent is not %s, whoever writes it', async (_, set) => {
  await as(CLAIM, execution, 60_000);
  await expect(database.admin(`update approval.execution set ${set} where id = $1`, [execution])).rejects.toThrow(
    'sent once and concluded once',
  );
});

test.each(["outcome = 'failed'", 'outcome = null', 'fence = fence + 1', 'lease_until = clock_timestamp()'])(
  'of what was concluded %s is written by nobody',
  async (set) => {
    await as(SETTLE, execution, await held(), 'executed', 'R');
    await expect(database.admin(`update approval.execution set ${set} where id = $1`, [execution])).rejects.toThrow(
      'sent once and concluded once',
    );
  },
);

test('at a higher isolation level nothing is claimed, settled or marked', async () => {
  const client = await database.adminClient();
  for (const text of [
    `select approval.claim('${execution}', 1000)`,
    `select approval.conclude_remote('${execution}', 1, 'executed', '{}')`,
    `select approval.mark_unknown('${execution}', 1, 'x')`,
  ]) {
    await client.query('begin isolation level repeatable read');
    await client.query("select set_config('app.tenant', 'acme', true)");
    await expect(client.query(text), text).rejects.toThrow('READ COMMITTED');
    await client.query('rollback');
  }
});
