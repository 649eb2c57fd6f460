import type { Parameter } from '@supercargo/tenancy';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { openOtherServer } from './attack.fixture.ts';
import { askPlanned, carryOut, decide, look, openCompany, ordersOf, plan, waiting } from './company.fixture.ts';

// A login of another server that holds every grant and stands behind every policy of the Inventory server's. Only its name differs.
const database = await testDatabase();
const session = await database.adminClient();
const acme = await openCompany(database, await foundTenant(database));
const payments = await openOtherServer(database, session);
const id = await waiting(acme);
afterAll(() => payments.close());

async function digestOf(request: string): Promise<Buffer> {
  const text = 'select digest from approval.plan where request_id = $1';
  const [row] = await database.admin<{ digest: Buffer }>(text, [request]);
  return row?.digest ?? Buffer.alloc(0);
}

const asPayments = (text: string, parameters: readonly Parameter[] = []): ReturnType<typeof direct> =>
  direct(payments, acme.tenant, text, parameters);
const count = (table: string): string => `select count(*)::int as seen from ${table}`;

test('sees no request, plan or decision of the Inventory server, which sees its own', async () => {
  const decided = await waiting(acme, { quantity: 401 });
  await decide(acme, decided, 'felix');
  for (const table of ['approval.request', 'approval.plan', 'approval.decision']) {
    expect(await asPayments(count(table)), table).toEqual([{ seen: 0 }]);
    expect(await direct(acme.inventory, acme.tenant, count(table)), table).not.toEqual([{ seen: 0 }]);
  }
});

test('consents to, withdraws, expires and executes nothing of the Inventory server’s', async () => {
  const unknown = [expect.objectContaining({ refusal: 'unknown_request', state: null })];
  const consentable = await waiting(acme, { quantity: 2 });
  expect(
    await asPayments('select * from approval.record_consent($1, $2)', [consentable, await digestOf(consentable)]),
  ).toEqual(unknown);
  expect(await asPayments('select * from approval.record_consent($1, $2)', [id, await digestOf(id)])).toEqual(unknown);
  expect(await asPayments('select * from approval.withdraw($1, $2, null)', [id, 'mara'])).toEqual(unknown);
  await database.admin('update approval.request set waits_until = clock_timestamp() where id = $1', [consentable]);
  expect(await asPayments('select approval.expire($1) as expired', [consentable])).toEqual([{ expired: false }]);
  expect(await direct(acme.inventory, acme.tenant, 'select approval.expire($1) as expired', [consentable])).toEqual([
    { expired: true },
  ]);
});

test('executes no approved request of the Inventory server’s, which does', async () => {
  const approved = await waiting(acme, { quantity: 402 });
  await decide(acme, approved, 'felix');
  const orders = await ordersOf(acme);
  expect(await asPayments('select * from inventory.create_reorder($1)', [approved])).toMatchObject([
    { refusal: 'unknown_request', state: null },
  ]);
  expect(await ordersOf(acme)).toBe(orders);
  expect(await look(acme, approved)).toMatchObject({ state: 'approved', record: ['asked', 'decided'] });
  expect(await carryOut(acme, approved)).toMatchObject({ state: 'executed' });
});

test('is told of nothing that is due for the Inventory server', async () => {
  const due = await waiting(acme, { quantity: 403 });
  await decide(acme, due, 'felix');
  expect(await payments.due(100)).toEqual([]);
  expect(await acme.inventory.due(100)).toContainEqual({ tenant: 'acme', requestId: due });
});

test('asks for nothing in the Inventory server’s name', async () => {
  const planned = await plan(acme, { quantity: 404 });
  const ask = 'select * from approval.ask($1, $2, null)';
  await expect(asPayments(ask, [planned.text.plan, planned.text.card])).rejects.toThrow('another server or tenant');
  expect(await askPlanned(acme, planned)).toMatchObject({ state: 'waiting' });
});

test('what it asks in its own name, for a tool of the other’s, has no definition, no policy and no effect', async () => {
  const planned = await plan(acme, { quantity: 405, forge: (whole) => ({ ...whole, server: 'payments' }) });
  const ask = 'select * from approval.ask($1, $2, null)';
  expect(await asPayments(ask, [planned.text.plan, planned.text.card])).toMatchObject([
    { refusal: 'definition_changed' },
  ]);
  await database.admin(
    "insert into approval.definition (server, tool, hash) values ('payments', 'create_reorder', repeat('d', 64))",
  );
  expect(await asPayments(ask, [planned.text.plan, planned.text.card])).toMatchObject([{ refusal: 'no_policy' }]);
});

test('a request of its own is executed by no effect of the Inventory server, and seen by nobody there', async () => {
  // A policy that lets payments do by consent what the Inventory server may not: two servers, two trades.
  await database.admin(
    `insert into policy.version (tenant_id, version, published_by, note) values ('acme', 2, '{ada,alan}', 'a test')`,
  );
  await database.admin(
    `insert into policy.rule (tenant_id, version, server, tool, over_minor, currency, tier, quorum)
     select 'acme', 2, s, 'create_reorder', -1, 'EUR', 'consent', 1 from unnest(array['inventory', 'payments']) s`,
  );
  await database.admin("update policy.live set version = 2 where tenant_id = 'acme'");
  const rule = 'select rule from policy.required($1, $2, $3, 1250, null, $4)';
  const [verdict] = await asPayments(rule, ['payments', 'create_reorder', 'EUR', 'mara']);
  const planned = await plan(acme, {
    quantity: 1,
    forge: (whole) => ({ ...whole, server: 'payments', rule: String(verdict?.['rule']) }),
  });
  const [answer] = await asPayments('select * from approval.ask($1, $2, null)', [planned.text.plan, planned.text.card]);
  expect(answer).toMatchObject({ state: 'waiting', refusal: null });
  const record = 'select * from approval.record_consent($1, $2)';
  expect(await direct(acme.inventory, acme.tenant, record, [planned.id, await digestOf(planned.id)])).toMatchObject([
    { refusal: 'unknown_request' },
  ]);
  expect(await asPayments(record, [planned.id, await digestOf(planned.id)])).toMatchObject([{ state: 'approved' }]);
  expect(await carryOut(acme, planned.id)).toMatchObject({ refusal: 'unknown_request' });
  // Its own login may open and consume it, but an effect of the warehouse is of the Inventory server's login alone.
  const orders = await ordersOf(acme);
  await expect(asPayments('select * from inventory.create_reorder($1)', [planned.id])).rejects.toThrow(
    'effect_server_check',
  );
  expect(await look(acme, planned.id)).toMatchObject({ state: 'approved', executions: 0 });
  expect(await ordersOf(acme)).toBe(orders);
});

test('writes no audit record in the Inventory server’s name, and none of what only functions record', async () => {
  const insert = 'insert into audit.entry (tenant_id, record) values (app.tenant(), $1)';
  const record = { kind: 'call', server: 'payments', tenant: 'acme' };
  await expect(asPayments(insert, [JSON.stringify(record)])).resolves.toEqual([]);
  for (const forged of [
    { ...record, server: 'inventory' },
    { ...record, tenant: 'globex' },
    { ...record, kind: 'executed' },
    { ...record, kind: 'decided', request_id: id },
    { kind: 'call', tenant: 'acme' },
  ]) {
    await expect(asPayments(insert, [JSON.stringify(forged)]), JSON.stringify(forged)).rejects.toThrow(
      'row-level security',
    );
  }
});

test('a session that takes the Inventory server’s role is still itself: the login counts, not the role', async () => {
  await payments.write(acme.tenant, async (tx) => {
    await tx.query({ name: '', text: 'set local role supercargo_inventory' });
    expect(await tx.query({ name: '', text: 'select current_user::text as role, app.server() as server' })).toEqual([
      { role: 'supercargo_inventory', server: 'payments' },
    ]);
    expect(await tx.query({ name: '', text: count('approval.request') + " where server = 'inventory'" })).toEqual([
      { seen: 0 },
    ]);
  });
});
