import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationOn, recordedOutside, type Installation } from '../installation.fixture.ts';
import { groundOf, type Ground } from './ground.ts';
import { CONTROLS, postureOf, rowOf, type ProfilePosture, type Row } from './posture.ts';

// A home over a database of its own, without servers over HTTP. Each breach is made for all to see, looked at, and repaired.
const database = await testDatabase();
let here: Installation;
let ground: Ground;

beforeAll(async () => {
  for (const tenant of ['acme', 'globex']) await foundTenant(database, { tenant });
  here = await installationOn(database, ['acme', 'globex']);
  writeFileSync(join(here.home.secretsDir, 'a_secret'), randomUUID(), { mode: 0o600 });
  ground = await groundOf(recordedOutside(here.env, undefined).outside, here.home, 'local');
}, 60_000);
afterAll(() => here.remove());

async function rowFor(name: string, on: Ground = ground): Promise<Row> {
  const control = CONTROLS.find((one) => one.name === name);
  if (control === undefined) throw new Error(`there is no control ${name}`);
  return rowOf(control, on.profile, on);
}

const saidOf = ({ problems }: Row): string => problems.map(({ saw }) => saw).join('\n');

test('where all is well, everything that local demands holds, and nothing that is not built is said to', async () => {
  const { code, out, err } = await here.run(['posture', '--json']);
  expect(err).toBe('');
  const { ok, profiles } = JSON.parse(out) as { ok: boolean; profiles: ProfilePosture[] };
  expect(profiles.flatMap(({ controls }) => controls.flatMap(({ problems }) => problems))).toEqual([]);
  expect([code, ok, profiles.map(({ profile }) => profile)]).toEqual([0, true, ['local']]);
  expect(Object.fromEntries(profiles[0]?.controls.map(({ control, standing }) => [control, standing]) ?? [])).toEqual({
    oauth_resource_server: 'not_demanded',
    role_to_scope: 'holds',
    approval_of_side_effects: 'holds',
    decisions_in_the_console: 'holds',
    own_least_privilege_credential: 'holds',
    tls_origin_host_loopback: 'holds',
    size_and_rate_limits: 'holds',
    tenant_isolation_in_the_database: 'holds',
    audit_of_every_call: 'holds',
    audit_sealed: 'not_demanded',
    audit_witnessed: 'not_demanded',
    gateway_and_waf: 'not_demanded',
    agent_attestation: 'not_demanded',
    credentials_from_files: 'holds',
  });
}, 60_000);

test('without servers over HTTP the other profiles are not running, and what nobody built is not there yet', async () => {
  const { code, out } = await here.run(['posture', '--profile', 'customer']);
  expect(code).toBe(1);
  expect(out).toContain('not running: start with npx supercargo up');
  expect(out).toMatch(/… agent attestation +not there yet/);
  expect(out).not.toContain('✓');
  const { controls, ok } = await postureOf(ground.outside, here.home, 'internal');
  expect(ok).toBe(false);
  expect(new Set(controls.map(({ standing }) => standing))).toEqual(
    new Set(['not_running', 'not_there_yet', 'not_demanded']),
  );
});

test('a profile that does not exist is refused, naming those that do', async () => {
  const { code, out, err } = await here.run(['posture', '--profile', 'public']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('local, internal, customer');
});

const BREACHES: readonly (readonly [control: string, breach: string, repair: string, said: string])[] = [
  [
    'tenant_isolation_in_the_database',
    'alter table inventory.stock disable row level security',
    'alter table inventory.stock enable row level security',
    'supercargo_inventory sees rows of another tenant in inventory.stock',
  ],
  [
    'tenant_isolation_in_the_database',
    'alter table payments.payee no force row level security',
    'alter table payments.payee force row level security',
    'payments.payee has no forced row-level security',
  ],
  [
    'tenant_isolation_in_the_database',
    'create policy loose on inventory.stock for select to supercargo_inventory using (true)',
    'drop policy loose on inventory.stock',
    'a policy does not ask for the tenant: inventory.stock (loose)',
  ],
  [
    'own_least_privilege_credential',
    'grant usage on schema payments to supercargo_inventory; grant select on all tables in schema payments to supercargo_inventory',
    'revoke select on all tables in schema payments from supercargo_inventory; revoke usage on schema payments from supercargo_inventory',
    'supercargo_inventory reads payments.',
  ],
  [
    'own_least_privilege_credential',
    'grant select on people.secret to supercargo_orders',
    'revoke select on people.secret from supercargo_orders',
    'supercargo_orders has select on people.secret, which the matrix does not say',
  ],
  [
    'own_least_privilege_credential',
    'create table public.of_orders (); alter table public.of_orders owner to supercargo_orders',
    'drop table public.of_orders',
    'the database role supercargo_orders is not bound by row-level security',
  ],
  [
    'approval_of_side_effects',
    'grant execute on function people.check_secret(text, text) to supercargo_returns',
    'revoke execute on function people.check_secret(text, text) from supercargo_returns',
    'supercargo_returns tries an approver’s secret without being refused',
  ],
  [
    'approval_of_side_effects',
    'grant update on approval.request to supercargo_payments',
    'revoke update on approval.request from supercargo_payments',
    'supercargo_payments changes the state of a request without being refused',
  ],
  [
    'decisions_in_the_console',
    'grant execute on function approval.decide_signed_in(uuid, text, bytea, boolean, text) to supercargo_terminal',
    'revoke execute on function approval.decide_signed_in(uuid, text, bytea, boolean, text) from supercargo_terminal',
    'supercargo_terminal decides for somebody who never signed in without being refused',
  ],
  [
    'decisions_in_the_console',
    'grant execute on function people.record_sign_in(text, text[], timestamptz) to supercargo_returns',
    'revoke execute on function people.record_sign_in(text, text[], timestamptz) from supercargo_returns',
    'supercargo_returns says of somebody who is not there that they signed in without being refused',
  ],
  [
    'decisions_in_the_console',
    'grant update on approval.request to supercargo_console',
    'revoke update on approval.request from supercargo_console',
    'supercargo_console changes the state of a request without being refused',
  ],
  [
    'decisions_in_the_console',
    'alter function people.signed_in_within(text, interval) rename to signed_in_kept; create function people.signed_in_within(text, interval) returns boolean language sql as $$ select true $$; grant execute on function people.signed_in_within(text, interval) to public',
    'drop function people.signed_in_within(text, interval); alter function people.signed_in_kept(text, interval) rename to signed_in_within',
    'supercargo_console decides for somebody who never signed in: ',
  ],
  [
    'audit_of_every_call',
    'grant update on audit.entry to supercargo_logistics',
    'revoke update on audit.entry from supercargo_logistics',
    'supercargo_logistics edits a record without being refused',
  ],
  [
    'audit_of_every_call',
    'alter table audit.entry disable trigger frozen',
    'alter table audit.entry enable trigger frozen',
    'the record can be edited by whoever may write it: 3 of 4 triggers are on',
  ],
  [
    'role_to_scope',
    "update people.person set active = false where id = 'mara'",
    "update people.person set active = true where id = 'mara'",
    'and 0 were refused for a scope',
  ],
  [
    'size_and_rate_limits',
    "update people.person set active = false where id = 'mara'",
    "update people.person set active = true where id = 'mara'",
    'did not refuse the second',
  ],
];

test.each(BREACHES)('%s turns at: %s', { timeout: 60_000 }, async (name, breach, repair, said) => {
  await database.admin(breach);
  const broken = await rowFor(name);
  await database.admin(repair);
  expect([broken.standing, saidOf(broken)]).toEqual(['does_not_hold', expect.stringContaining(said)]);
  for (const { todo } of broken.problems) expect(todo).not.toBe('');
});

test('after the repairs what they were about holds again', { timeout: 60_000 }, async () => {
  for (const name of new Set(BREACHES.map(([control]) => control))) {
    expect([name, (await rowFor(name)).standing]).toEqual([name, 'holds']);
  }
});

test('without the administrator’s address the matrix was not looked at, and is not said to hold', async () => {
  const { DATABASE_ADMIN_URL: _, ...env } = here.env;
  const row = await rowFor('own_least_privilege_credential', {
    ...ground,
    outside: recordedOutside(env, undefined).outside,
  });
  expect(row.standing).toBe('does_not_hold');
  expect(saidOf(row)).toContain('not looked at');
});

describe('credentials from files', () => {
  const path = (): string => join(here.home.secretsDir, 'a_secret');

  test.each([
    ['a secret that others may read', 0o644],
    ['a secret of the group', 0o640],
  ])('%s turns the row', async (_, mode) => {
    chmodSync(path(), mode);
    const row = await rowFor('credentials_from_files');
    chmodSync(path(), 0o600);
    expect(row.problems).toEqual([
      { saw: `open to others on this machine: ${path()} (0${mode.toString(8)})`, todo: `chmod go= '${path()}'` },
    ]);
  });

  test('a folder that others may enter turns the row', async () => {
    chmodSync(here.home.secretsDir, 0o755);
    const row = await rowFor('credentials_from_files');
    chmodSync(here.home.secretsDir, 0o700);
    expect(saidOf(row)).toContain(`${here.home.secretsDir} (0755)`);
  });

  test('a secret that is in the repository turns the row, and is not shown', async () => {
    const copy = join(here.home.secretsDir, 'copied');
    writeFileSync(copy, 'was the officer who sailed with the cargo', { mode: 0o600 });
    const row = await rowFor('credentials_from_files');
    rmSync(copy);
    expect(saidOf(row)).toContain('a secret is in the repository: README.md');
    expect(JSON.stringify(row)).not.toContain('sailed');
  });
});
