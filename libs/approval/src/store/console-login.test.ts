import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LOGINS } from '@supercargo/prisma';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askTaken, openTrades, told } from './born.fixture.ts';
import { look, waiting } from './company.fixture.ts';
import { withdraw } from './ledger.ts';
import { listRequests } from './requests.ts';
import { ago, decideHere, openOffice, signIn, type Office } from './signed-in.fixture.ts';

// What the login of the console may do, and that it alone may.
const database = await testDatabase();
let acme: Office;
let id: string;
let keys = 0;

beforeAll(async () => {
  acme = await openOffice(database, await foundTenant(database));
  await foundTenant(database, { tenant: 'globex' });
  await openTrades(database);
});
beforeEach(async () => {
  await database.admin('delete from people.sign_in');
  keys += 1;
  id = await waiting(acme, {}, `key ${keys}`);
});
afterEach(async () => {
  // One person has a bounded number waiting.
  await acme.inventory.write(acme.tenant, (tx) => withdraw(tx, id, 'mara', null));
});

const DOORS = [
  ['decide_signed_in', "select approval.decide_signed_in($1, 'felix', '\\x00', true, null)"],
  ['record_sign_in', "select people.record_sign_in('felix', '{finance}', clock_timestamp()), $1::uuid"],
] as const;

test.each(LOGINS.filter((login) => login !== 'supercargo_console'))(
  '%s writes no sign-in down and decides by none',
  async (login) => {
    await signIn(acme, 'felix');
    const door = database.door(login, { connectionsMax: 1 });
    for (const [name, text] of DOORS) {
      await expect(direct(door, acme.tenant, text, [id]), name).rejects.toThrow('permission denied');
    }
    await door.close();
    expect((await look(acme, id)).record).toEqual(['asked']);
  },
);

const NOT_THE_CONSOLES = [
  "select approval.ask('{}', '{}', null)",
  "select approval.find_asked('create_reorder', 'mara', '{}', null)",
  "select approval.record_consent($1, '\\x00')",
  "select approval.withdraw($1, 'mara', null)",
  'select approval.expire($1)',
  "select approval.decide_by_secret($1, 'felix', 'secret of felix', '\\x00', true, null)",
  "select approval.decide($1, 'felix', '\\x00', 'approve', 'console', null)",
  "select approval.finish($1, 'executed', null, '{}')",
  "select approval.open($1, 'create_reorder')",
  'select approval.consume($1, gen_random_uuid())',
  'select inventory.create_reorder($1)',
  "select people.check_secret('felix', 'secret of felix')",
  "select people.roles_of('felix')",
  "select people.found_tenant('{}')",
  "select policy.switch_by_secret('ada', 'secret of ada', 'tool', 'create_reorder', true, null)",
  "select audit.write('{}')",
  ...['people.secret', 'people.sign_in', 'policy.rule', 'policy.kill_switch', 'policy.consent_spent', 'audit.entry'],
  ...['approval.asker', 'approval.execution', 'approval.idempotency', 'inventory.item', 'inventory.purchase_order'],
  ...['payments.payee', 'orders.sales_order', 'returns.rma', 'logistics.shipment', 'events.outbox', 'imports.line'],
].map((each) => (each.startsWith('select') ? each : `select * from ${each}`));

test.each(NOT_THE_CONSOLES)('the console is refused: %s', async (text) => {
  await signIn(acme, 'felix');
  const parameters = text.includes('$1') ? [id] : [];
  await expect(direct(acme.console, acme.tenant, text, parameters)).rejects.toThrow('permission denied');
});

test.each([
  "insert into people.sign_in (tenant_id, person, roles, signed_in_at) values (app.tenant(), 'felix', '{finance}', now())",
  "update people.sign_in set roles = '{finance}'",
  'delete from people.sign_in',
  "update people.person set roles = '{finance}'",
  "insert into approval.decision select app.tenant(), id, 'felix', 'approve', 'console', '\\x00' from approval.request",
  "update approval.request set state = 'approved'",
  "insert into audit.entry (tenant_id, record) values (app.tenant(), '{}')",
  'truncate people.sign_in',
])('the console writes no table: %s', async (text) => {
  await expect(direct(acme.console, acme.tenant, text)).rejects.toThrow('permission denied');
});

test('it reads what waits in the company of its transaction, of no other, and of none without one', async () => {
  const all = { requester: null, states: null, after: null, limit: 10 };
  const seen = await acme.console.read(acme.tenant, (tx) => listRequests(tx, all));
  expect(seen.requests.map((request) => request.id)).toContain(id);
  const globex = (text: string): Promise<readonly unknown[]> =>
    acme.console.write(acme.tenant, async (tx) => {
      await tx.query({ name: '', text: "select set_config('app.tenant', 'globex', true)" });
      return tx.query({ name: '', text });
    });
  for (const table of ['approval.request', 'approval.plan', 'approval.decision']) {
    expect(await globex(`select * from ${table}`), table).toEqual([]);
  }
  expect(await globex('select distinct tenant_id from people.person')).toEqual([{ tenant_id: 'globex' }]);
  const none = acme.console.write(acme.tenant, async (tx) => {
    await tx.query({ name: '', text: "select set_config('app.tenant', '', true)" });
    return tx.query({ name: '', text: 'select * from approval.request' });
  });
  await expect(none).rejects.toThrow('no tenant set');
});

// SECURITY.md says so: the database cannot check a token, it believes the program that did.
test('whoever holds its password decides in the name of who may, and leaves a record of it', async () => {
  await signIn(acme, 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ state: 'approved' });
  const [row] = await database.admin<{ record: string; role: string }>(
    `select record, db_role::text as role from audit.entry where kind = 'signed_in' order by at desc limit 1`,
  );
  expect(row).toMatchObject({ role: 'supercargo_console' });
  expect(JSON.parse(row?.record ?? '')).toMatchObject({ person: 'felix', roles: ['finance'] });
  expect((await look(acme, id)).record).toEqual(['asked', 'decided']);
});

test('nobody whose say led to a request decides about it in the console', async () => {
  const payments = database.door('supercargo_payments', { connectionsMax: 2 });
  const born = await askTaken(payments, acme, { event: await told(acme), chain: ['mara', 'felix'] });
  const refund = born.requestId ?? '';
  for (const person of ['mara', 'felix', 'fiona', 'freya']) await signIn(acme, person);
  for (const approve of [true, false]) {
    expect(await decideHere(acme, refund, 'mara', { approve })).toMatchObject({ refusal: 'own_request' });
    expect(await decideHere(acme, refund, 'felix', { approve })).toMatchObject({ refusal: 'in_chain' });
  }
  expect(await decideHere(acme, refund, 'fiona')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await decideHere(acme, refund, 'freya')).toMatchObject({ state: 'approved' });
});

test('who signed in, with which roles and what they said is in no log, though everything is logged', async () => {
  for (const setting of [
    ...["log_statement = 'all'", 'log_min_duration_statement = 0', 'log_parameter_max_length = -1'],
    ...['log_parameter_max_length_on_error = -1', 'log_min_error_statement = error', "log_error_verbosity = 'verbose'"],
  ]) {
    await database.admin(`alter database ${database.name} set ${setting}`);
  }
  const inventory = database.door('supercargo_inventory', { connectionsMax: 1 });
  const console = database.door('supercargo_console', { connectionsMax: 1 });
  const office = { ...acme, console };
  const marker = `marker-of-${database.name}`;
  await direct(inventory, acme.tenant, 'select $1::text as seen', [marker]);
  await signIn(office, 'felix', { roles: ['finance', `role_${database.name}`] });
  const reason = `reason of ${database.name}`;
  await expect(decideHere(office, id, 'felix', { reason: reason.padEnd(501, '.') })).rejects.toThrow('reason_check');
  await decideHere(office, id, 'felix', { reason });
  const [row] = await database.admin<{ folder: string }>("select current_setting('data_directory') as folder");
  const log = await readFile(join(dirname(row?.folder ?? ''), 'postgres.log'), 'utf8');
  expect(log).toContain(marker);
  expect(log).not.toContain(reason);
  expect(log).not.toContain(`role_${database.name}`);
});

test.each(['repeatable read', 'serializable'])('decides nothing at %s', async (level) => {
  await signIn(acme, 'felix');
  const send = acme.console.write(acme.tenant, async (tx) => {
    for (const text of [
      'rollback',
      `begin isolation level ${level}`,
      "select set_config('app.tenant', 'acme', true)",
    ]) {
      await tx.query({ name: '', text });
    }
    const text = 'select * from approval.decide_signed_in($1, $2, $3, true, null)';
    return tx.query({ name: '', text }, [id, 'felix', Buffer.alloc(32)]);
  });
  await expect(send).rejects.toThrow('READ COMMITTED only');
});

test('a decision is on record as the console’s, and so is each that was refused for want of a sign-in', async () => {
  await signIn(acme, 'felix');
  await ago(acme, 'felix', '25 hours');
  await decideHere(acme, id, 'felix');
  await signIn(acme, 'felix');
  await decideHere(acme, id, 'felix', { reason: 'we need it' });
  const entries = await database.admin<{ record: string; db_role: string }>(
    `select record, db_role::text from audit.entry where request_id = $1 and kind ~ 'deci' order by at`,
    [id],
  );
  expect(entries.map(({ record, db_role }) => ({ ...(JSON.parse(record) as object), db_role }))).toMatchObject([
    { kind: 'decision_refused', person: 'felix', verdict: 'approve', via: 'console', refusal: 'sign_in_again' },
    { kind: 'decided', person: 'felix', verdict: 'approve', via: 'console', reason: 'we need it' },
  ]);
  expect(entries.map(({ db_role }) => db_role)).toEqual(['supercargo_console', 'supercargo_console']);
});
