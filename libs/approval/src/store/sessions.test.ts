import type { TenantTx } from '@supercargo/tenancy';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ask } from './ledger.ts';
import { carryOut, decide, look, openCompany, ordersOf, plan, waiting, type Company } from './company.fixture.ts';

// What a login may say about its own session: other levels, other settings, other names for the same things.
const database = await testDatabase();
const LOGINS = [
  'supercargo_inventory',
  'supercargo_terminal',
  'supercargo_console',
  'supercargo_importer',
  'supercargo_auditor',
] as const;
const acme = await openCompany(database, await foundTenant(database));
const globex = await openCompany(database, await foundTenant(database, { tenant: 'globex' }));

const statement = (text: string): { readonly name: string; readonly text: string } => ({ name: '', text });

/** Ends the door's own transaction and begins one at this level, on the same connection of the same login. */
async function again(tx: TenantTx, level: string): Promise<void> {
  await tx.query(statement('rollback'));
  await tx.query(statement(`begin isolation level ${level}`));
  await tx.query(statement("select pg_catalog.set_config('app.tenant', $1, true)"), [tx.tenant]);
}

async function approved(company: Company): Promise<string> {
  const id = await waiting(company, {}, `${Math.random()}`);
  await decide(company, id, 'felix');
  return id;
}

test.each(['repeatable read', 'serializable', 'read uncommitted'])(
  'asks, decides and executes nothing at %s, and does at read committed',
  async (level) => {
    const id = await approved(acme);
    const open = await waiting(acme, { quantity: 401 }, level);
    const execute = 'select * from inventory.create_reorder($1)';
    await expect(
      acme.inventory.write(acme.tenant, async (tx) => {
        await again(tx, level);
        return tx.query(statement(execute), [id]);
      }),
    ).rejects.toThrow('READ COMMITTED only');
    const planned = await plan(acme, { quantity: 402 });
    await expect(
      acme.inventory.write(acme.tenant, async (tx) => {
        await again(tx, level);
        return ask(tx, planned.text, null);
      }),
    ).rejects.toThrow('READ COMMITTED only');
    await expect(
      acme.terminal.write(acme.tenant, async (tx) => {
        await again(tx, level);
        const decision = 'select * from approval.decide_by_secret($1, $2, $3, $4, true, null)';
        return tx.query(statement(decision), [open, 'felix', 'secret of felix', Buffer.alloc(32)]);
      }),
    ).rejects.toThrow('READ COMMITTED only');
    expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0 });
    expect(await look(acme, open)).toMatchObject({ state: 'waiting' });
    expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  },
);

test('a session that makes serializable its default executes as everybody: a door begins at read committed', async () => {
  const id = await approved(acme);
  await direct(acme.inventory, acme.tenant, "set default_transaction_isolation = 'serializable'");
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  await direct(acme.inventory, acme.tenant, 'reset default_transaction_isolation');
});

test.each(LOGINS)('%s becomes nobody else and switches nothing off', async (login) => {
  const door = database.door(login, { connectionsMax: 1 });
  const attempts = [
    'set session_replication_role = replica',
    'set local role supercargo_inventory_owner',
    'set role supercargo_approval_owner',
    'set role supercargo_sweeper',
    'set session authorization supercargo_people_owner',
    'alter table approval.request disable row level security',
    'alter table approval.plan disable trigger frozen',
    'alter function approval.open(uuid, text) owner to supercargo_inventory',
    'alter role supercargo_inventory bypassrls',
    `alter role ${login} superuser`,
    `grant supercargo_approval_owner to ${login}`,
    `grant execute on function approval.consume(uuid, uuid) to ${login}`,
    "create function app.tenant() returns text language sql as $$ select 'acme' $$",
    'create schema of_mine',
    'create table public.of_mine (a int)',
    'create temporary table of_mine (a int)',
    'create function pg_temp.tenant() returns text language sql as $$ select 1 $$',
    'create or replace function approval.is_satisfied(p approval.plan) returns boolean language sql as $$ select true $$',
    'create policy mine on approval.request using (true)',
    'drop trigger must_conclude on approval.execution',
    'set log_statement = none',
    "copy (select 1) to program 'true'",
    "select pg_read_file('postgresql.conf')",
    "do $$ begin perform set_config('session_replication_role', 'replica', true); end $$",
  ];
  for (const attempt of attempts) {
    await expect(direct(door, acme.tenant, attempt), attempt).rejects.toThrow(
      /permission denied|must be (owner|superuser)|cannot (set|execute)|no schema has been selected/,
    );
  }
  await door.close();
});

test('row_security = off shows nothing more: what it would show is refused', async () => {
  await waiting(acme, { quantity: 403 });
  const count = 'select count(*)::int as seen from approval.request';
  const off = acme.inventory.write(acme.tenant, async (tx) => {
    await tx.query(statement('set local row_security = off'));
    return tx.query(statement(count));
  });
  await expect(off).rejects.toThrow('would be affected by row-level security policy');
  expect(await direct(acme.inventory, acme.tenant, count)).not.toEqual([{ seen: 0 }]);
});

test('with app.tenant set to another tenant the first is not seen, decided, executed, withdrawn or expired', async () => {
  const id = await approved(acme);
  const open = await waiting(acme, { quantity: 404 });
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    open,
  ]);
  const digest = row?.digest ?? null;
  const asGlobex = (text: string, parameters: Parameters<typeof direct>[3]) =>
    acme.inventory.write(acme.tenant, async (tx) => {
      await tx.query(statement("select pg_catalog.set_config('app.tenant', 'globex', true)"));
      return tx.query(statement(text), parameters);
    });
  expect(await asGlobex('select * from approval.request where id in ($1, $2)', [id, open])).toEqual([]);
  expect(await asGlobex('select * from approval.plan where request_id in ($1, $2)', [id, open])).toEqual([]);
  const unknown = [expect.objectContaining({ refusal: 'unknown_request', state: null })];
  expect(await asGlobex('select * from inventory.create_reorder($1)', [id])).toEqual(unknown);
  expect(await asGlobex('select * from approval.record_consent($1, $2)', [open, digest])).toEqual(unknown);
  expect(await asGlobex('select * from approval.withdraw($1, $2, null)', [open, 'mara'])).toEqual(unknown);
  expect(await asGlobex('select approval.expire($1) as expired', [open])).toEqual([{ expired: false }]);
  expect(await decide(globex, open, 'felix', { digest: digest ?? Buffer.alloc(0) })).toMatchObject({
    refusal: 'unknown_request',
  });
  expect(await carryOut(globex, id)).toMatchObject({ refusal: 'unknown_request' });
  expect(await ordersOf(globex)).toBe(0);
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test('changing the tenant between statements of a transaction moves no request with it', async () => {
  const id = await approved(acme);
  const answers = await acme.inventory.write(acme.tenant, async (tx) => {
    await tx.query(statement("select pg_catalog.set_config('app.tenant', 'globex', true)"));
    const first = await tx.query(statement('select * from inventory.create_reorder($1)'), [id]);
    await tx.query(statement("select pg_catalog.set_config('app.tenant', 'acme', true)"));
    return [...first, ...(await tx.query(statement('select * from inventory.create_reorder($1)'), [id]))];
  });
  expect(answers).toMatchObject([{ refusal: 'unknown_request' }, { state: 'executed' }]);
  expect(await ordersOf(globex)).toBe(0);
});

test('a search_path of the caller’s is not looked at, even where a role could make objects of its own', async () => {
  const session = await database.adminClient();
  await session.query(`grant temporary on database ${database.name} to supercargo_inventory`);
  const id = await waiting(acme, { quantity: 405 });
  await acme.inventory.write(acme.tenant, async (tx) => {
    for (const text of [
      "create function pg_temp.tenant() returns text language sql as $$ select 'globex' $$",
      'create function pg_temp.is_active(p text) returns boolean language sql as $$ select true $$',
      'create function pg_temp.distinct_from(a bytea, b bytea) returns boolean language sql as $$ select false $$',
      'create operator pg_temp.<> (function = pg_temp.distinct_from, leftarg = bytea, rightarg = bytea)',
      'create temporary table request as select * from approval.request',
      "update pg_temp.request set state = 'approved', execute_after = now(), execute_until = now() + interval '1 hour'",
      'set local search_path = pg_temp, approval, app, people, pg_catalog',
    ]) {
      await tx.query(statement(text));
    }
    // The positive control: unqualified names do find what was made.
    expect(await tx.query(statement('select state from request where id = $1'), [id])).toEqual([{ state: 'approved' }]);
    expect(await tx.query(statement('select * from inventory.create_reorder($1)'), [id])).toMatchObject([
      { refusal: 'not_approved', state: 'waiting' },
    ]);
    const consent = 'select * from approval.record_consent($1, $2)';
    expect(await tx.query(statement(consent), [id, Buffer.alloc(32)])).toMatchObject([
      { refusal: 'not_what_you_were_shown' },
    ]);
  });
  await session.query(`revoke temporary on database ${database.name} from supercargo_inventory`);
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', orders: 0 });
});
