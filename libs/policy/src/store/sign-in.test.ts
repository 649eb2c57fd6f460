import { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { recordSignIn } from './sign-in.ts';
import { readStanding } from './standing.ts';
import { switchBySecret } from './switches.ts';

const database = await testDatabase();
const console = database.door('supercargo_console', { connectionsMax: 10 });
const terminal = database.door('supercargo_terminal', { connectionsMax: 1 });
const inventory = database.door('supercargo_inventory', { connectionsMax: 1 });
const acme = TenantId.parse('acme');
const globex = TenantId.parse('globex');

beforeAll(async () => {
  await foundTenant(database);
  await foundTenant(database, {
    tenant: 'globex',
    people: [{ id: 'gina', name: 'Gina', roles: ['finance'] }],
  });
});
beforeEach(async () => {
  await database.admin('delete from people.sign_in');
});

interface How {
  readonly roles?: readonly string[];
  /** Before now; after it where negative. */
  readonly secondsAgo?: number;
  readonly tenant?: TenantId;
}
const signIn = (person: string, { roles = [], secondsAgo = 0, tenant = acme }: How = {}): Promise<string> =>
  console.write(tenant, (tx) =>
    recordSignIn(tx, { person, roles, signedInAt: new Date(Date.now() - secondsAgo * 1000) }),
  );
const stored = (): Promise<readonly unknown[]> =>
  database.admin('select tenant_id, person, roles from people.sign_in order by tenant_id, person');
async function rolesOf(person: string): Promise<unknown> {
  const session = await database.adminClient();
  await session.query("select set_config('app.tenant', 'acme', false)");
  const { rows } = await session.query<{ roles: string[] }>('select people.roles_of($1) as roles', [person]);
  await session.end();
  return rows[0]?.roles;
}
async function records(kind: string): Promise<readonly unknown[]> {
  const rows = await database.admin<{ record: string; role: string }>(
    'select record, db_role::text as role from audit.entry where kind = $1 order by at',
    [kind],
  );
  return rows.map(({ record, role }) => ({ ...(JSON.parse(record) as object), role }));
}

test('whoever never signed in has the roles that they are enrolled with', async () => {
  expect(await rolesOf('felix')).toEqual(['finance']);
  expect(await rolesOf('nobody')).toEqual([]);
});

test.each([
  ['their role', ['finance'], ['finance']],
  ['their role and others', ['auditor', 'finance', 'administrator'], ['finance']],
  ['other roles', ['auditor', 'administrator', 'supply_chain_manager'], []],
  ['no role', [], []],
  ['their role written otherwise', ['Finance', ' finance', 'finance ', 'FINANCE', 'fin\u0430nce', 'finance\n'], []],
])('somebody of finance whose sign-in has %s has those of both', async (_, roles, left) => {
  expect(await signIn('felix', { roles })).toBe('ok');
  expect(await rolesOf('felix')).toEqual(left);
  expect(await rolesOf('fiona')).toEqual(['finance']);
});

test('of two enrolled roles a sign-in takes one, and the next that has it gives it back', async () => {
  await database.admin(
    `update people.person set roles = '{finance,auditor}' where tenant_id = 'acme' and id = 'freya'`,
  );
  await signIn('freya', { roles: ['auditor'] });
  expect(await rolesOf('freya')).toEqual(['auditor']);
  await signIn('freya', { roles: ['finance', 'auditor'] });
  expect(await rolesOf('freya')).toEqual(['finance', 'auditor']);
  // What enrolment takes is gone whatever the sign-in says.
  await database.admin(`update people.person set roles = '{auditor}' where tenant_id = 'acme' and id = 'freya'`);
  expect(await rolesOf('freya')).toEqual(['auditor']);
});

test('an administrator whose sign-in had no such role throws no switch on a terminal', async () => {
  await signIn('ada', { roles: ['auditor'] });
  const ada = {
    person: 'ada',
    secret: 'secret of ada',
    kind: 'tool',
    id: 'x',
    thrown: true,
    reason: 'a test',
  } as const;
  const thrown = (): Promise<unknown> => terminal.write(acme, (tx) => switchBySecret(tx, ada));
  expect(await thrown()).toBe('not_an_administrator');
  await signIn('ada', { roles: ['administrator'] });
  expect(await thrown()).toBeUndefined();
});

test('what a server reads of a caller is as enrolled: there the token takes away', async () => {
  await signIn('mara', { roles: [] });
  const caller = { person: 'mara', agent: 'desk', client: null };
  expect(await inventory.read(acme, (tx) => readStanding(tx, caller, 'create_reorder'))).toMatchObject({
    roles: ['supply_chain_manager'],
  });
});

test.each([
  ['nobody', 'nobody'],
  ['a person of another company', 'gina'],
  ['a name written otherwise', 'Felix'],
  ['no name', ''],
  ['a name as long as a book', 'f'.repeat(100_000)],
])('of %s nothing is learnt', async (_, person) => {
  expect(await signIn(person, { roles: ['finance'] })).toBe('unknown_person');
  expect(await stored()).toEqual([]);
});

test('of a deactivated person nothing is learnt', async () => {
  await database.admin("update people.person set active = false where tenant_id = 'acme' and id = 'wes'");
  expect(await signIn('wes')).toBe('unknown_person');
  expect(await stored()).toEqual([]);
});

test.each([
  ['two minutes ahead', -120, 'not_now'],
  ['a year ahead', -31_536_000, 'not_now'],
  ['a day and a second ago', 86_401, 'not_now'],
  ['in 1970', Date.now() / 1000, 'not_now'],
  ['half a minute ahead', -30, 'ok'],
  ['almost a day ago', 86_360, 'ok'],
])('of a sign-in %s: %s', async (_, secondsAgo, answer) => {
  expect(await signIn('felix', { roles: [], secondsAgo })).toBe(answer);
  expect(await stored()).toHaveLength(answer === 'ok' ? 1 : 0);
});

test.each(['null', "'infinity'", "'-infinity'"])('a sign-in at %s is not now', async (at) => {
  const text = `select people.record_sign_in('felix', '{finance}', ${at}) as answer`;
  expect(await console.write(acme, (tx) => tx.query({ name: '', text }))).toEqual([{ answer: 'not_now' }]);
  expect(await stored()).toEqual([]);
});

test('a sign-in that comes late leaves the newer one as it is: it neither gives back nor takes away', async () => {
  await signIn('felix', { roles: [], secondsAgo: 60 });
  expect(await signIn('felix', { roles: ['finance'], secondsAgo: 61 })).toBe('ok');
  expect(await rolesOf('felix')).toEqual([]);
  await signIn('felix', { roles: ['finance'], secondsAgo: 10 });
  expect(await signIn('felix', { roles: [], secondsAgo: 11 })).toBe('ok');
  expect(await rolesOf('felix')).toEqual(['finance']);
  expect(await records('signed_in')).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ person: 'felix', roles: [], last: false })]) as unknown[],
  );
});

test('of twenty sign-ins at once the newest is the one that counts', async () => {
  const order = Array.from({ length: 20 }, (_, n) => (n * 7) % 20);
  await Promise.all(order.map((n) => signIn('felix', { roles: n === 0 ? ['finance'] : [], secondsAgo: n * 60 })));
  expect(await rolesOf('felix')).toEqual(['finance']);
  await database.admin('delete from people.sign_in');
  await Promise.all(order.map((n) => signIn('felix', { roles: n === 0 ? [] : ['finance'], secondsAgo: n * 60 })));
  expect(await rolesOf('felix')).toEqual([]);
});

test('what is no name of a role is dropped, doubles are, and what comes after sixty-four', async () => {
  const names = Array.from({ length: 70 }, (_, n) => `group_${n}`);
  const roles = ['Finance', '', 'x'.repeat(65), 'a role', '1st', 'é', 'finance', 'finance', ...names, 'auditor'];
  expect(await signIn('felix', { roles })).toBe('ok');
  expect(await stored()).toEqual([{ tenant_id: 'acme', person: 'felix', roles: ['finance', ...names.slice(0, 63)] }]);
  const none = "select people.record_sign_in('felix', $1, clock_timestamp()) as answer";
  await console.write(acme, (tx) => tx.query({ name: '', text: none }, [[null, 'auditor', null]]));
  expect(await stored()).toMatchObject([{ roles: ['auditor'] }]);
  await console.write(acme, (tx) => tx.query({ name: '', text: none }, [null]));
  expect(await stored()).toMatchObject([{ roles: [] }]);
});

test('it is learnt in the company of its transaction and in no other', async () => {
  await signIn('gina', { tenant: globex, roles: ['finance'] });
  expect(await signIn('felix', { tenant: globex })).toBe('unknown_person');
  expect(await stored()).toEqual([{ tenant_id: 'globex', person: 'gina', roles: ['finance'] }]);
});

test('each is on record with who and which roles, and each that was refused with why', async () => {
  await signIn('mo', { roles: ['supply_chain_manager', 'Not One'], secondsAgo: 5 });
  await signIn('m'.repeat(200));
  await signIn('mo', { secondsAgo: -600 });
  expect((await records('signed_in')).at(-1)).toMatchObject({
    ...{ tenant: 'acme', person: 'mo', roles: ['supply_chain_manager'], last: true, role: 'supercargo_console' },
    signed_in_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
  });
  expect((await records('sign_in_refused')).slice(-2)).toMatchObject([
    { person: 'm'.repeat(64), refusal: 'unknown_person' },
    { person: 'mo', refusal: 'not_now' },
  ]);
});
