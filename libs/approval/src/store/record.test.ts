import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { readRequest } from './requests.ts';
import { carryOut, consent, decide, look, openCompany, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
let acme: Company;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
});

interface Entry {
  readonly record: string;
  readonly xact: string;
  readonly db_role: string;
}

const entriesOf = (id: string): Promise<readonly Entry[]> =>
  database.admin<Entry & Record<string, unknown>>(
    'select record, xact::text, db_role::text from audit.entry where request_id = $1 order by at',
    [id],
  );
const parsed = (entry: Entry | undefined): Readonly<Record<string, unknown>> =>
  JSON.parse(entry?.record ?? '{}') as Record<string, unknown>;

test('a governed write leaves exactly what was asked, decided, attempted and executed, each by the login that did it', async () => {
  const id = await waiting(acme, {}, 'the key');
  await decide(acme, id, 'felix', { reason: 'we need it' });
  await carryOut(acme, id);
  const entries = await entriesOf(id);
  expect(entries.map((entry) => [parsed(entry)['kind'], entry.db_role])).toEqual([
    ['asked', 'supercargo_inventory'],
    ['decided', 'supercargo_terminal'],
    ['attempt', 'supercargo_inventory'],
    ['executed', 'supercargo_inventory'],
  ]);
  const [asked, decided, attempt, executed] = entries.map(parsed);
  expect(asked).toMatchObject({ idempotency_key: 'the key' });
  expect(decided).toMatchObject({ person: 'felix', verdict: 'approve', via: 'terminal', reason: 'we need it' });
  expect(attempt).toMatchObject({ approvers: ['felix'] });
  expect(executed).toMatchObject({ execution_id: attempt?.['execution_id'], result: { purchase_order_state: 'open' } });
});

test('each record names tenant, server, tool, definition, people, agent, rule and the digests of plan and card', async () => {
  const id = await waiting(acme, { client: 'laptop', quantity: 99 });
  await decide(acme, id, 'felix');
  await carryOut(acme, id);
  const request = await acme.terminal.read(acme.tenant, (tx) => readRequest(tx, id));
  const plan = JSON.parse(request?.plan ?? '{}') as Record<string, unknown>;
  const [row] = await database.admin<{ xact: string }>(
    'select xact::text from approval.execution where request_id = $1',
    [id],
  );
  const entries = await entriesOf(id);
  for (const entry of entries) {
    expect(parsed(entry)).toMatchObject({
      ...{
        v: 1,
        tenant: 'acme',
        server: 'inventory',
        tool: 'create_reorder',
        requester: 'mara',
        agent: 'desk',
        client: 'laptop',
      },
      ...{
        request_id: id,
        definition: plan['definition'],
        card: plan['card'],
        rule: plan['rule'],
        tier: 'person',
        quorum: 1,
      },
      plan: request?.planDigest.toString('hex'),
    });
    expect(entry.record).toBe(canonicalText(parsed(entry) as CanonicalValue));
  }
  // The attempt and its outcome are of the transaction that did it.
  expect(entries.slice(2).map(({ xact }) => xact)).toEqual([row?.xact, row?.xact]);
});

test('a consent and its undo leave their own four each', async () => {
  const id = await waiting(acme, { quantity: 3 });
  await consent(acme, id);
  await carryOut(acme, id);
  const [order] = await database.admin<{ id: string }>(
    `select o.id from inventory.purchase_order o join approval.execution e on e.id = o.ordered_by where e.request_id = $1`,
    [id],
  );
  const undo = await waiting(acme, { cancel: order?.id ?? '' });
  await consent(acme, undo);
  expect(await carryOut(acme, undo, 'inventory.cancel_reorder')).toMatchObject({ state: 'executed' });
  for (const each of [id, undo]) {
    expect((await look(acme, each)).record).toEqual(['asked', 'decided', 'attempt', 'executed']);
  }
  const [state] = await database.admin('select state from inventory.purchase_order where id = $1', [order?.id]);
  expect(state).toEqual({ state: 'cancelled' });
});

test('a purchase order is cancelled once: what was asked twice before is invalidated, and says so', async () => {
  const id = await waiting(acme, { quantity: 4 });
  await consent(acme, id);
  await carryOut(acme, id);
  const [order] = await database.admin<{ id: string }>(
    `select o.id from inventory.purchase_order o join approval.execution e on e.id = o.ordered_by where e.request_id = $1`,
    [id],
  );
  const undos = [
    await waiting(acme, { cancel: order?.id ?? '' }, 'one'),
    await waiting(acme, { cancel: order?.id ?? '' }, 'two'),
  ];
  for (const undo of undos) await consent(acme, undo);
  const answers = await Promise.all(undos.map((undo) => carryOut(acme, undo, 'inventory.cancel_reorder')));
  expect(answers.map(({ state }) => state).sort()).toEqual(['executed', 'invalidated']);
  expect(answers.find(({ state }) => state === 'invalidated')?.detail).toBe(
    'the state of the purchase order changed from open to cancelled',
  );
});

test('executing again, or what is not approved, adds nothing to the record', async () => {
  const id = await waiting(acme, { quantity: 100 });
  await carryOut(acme, id);
  await decide(acme, id, 'mo');
  await carryOut(acme, id);
  await Promise.all([carryOut(acme, id), carryOut(acme, id)]);
  expect((await look(acme, id)).record).toEqual(['asked', 'decided', 'attempt', 'executed']);
});

test('a record that cannot be written undoes what it records', async () => {
  const id = await waiting(acme, { quantity: 101 });
  await decide(acme, id, 'mo');
  const session = await database.adminClient();
  await session.query(
    `create function audit.full() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$`,
  );
  await session.query(
    'create trigger full_disk before insert on audit.entry for each row execute function audit.full()',
  );
  await expect(carryOut(acme, id)).rejects.toThrow('the disk is full');
  await expect(waiting(acme, { quantity: 102 })).rejects.toThrow('the disk is full');
  await session.query('drop trigger full_disk on audit.entry');
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0, orders: 0 });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});
