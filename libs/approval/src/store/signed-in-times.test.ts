import { seededPolicy } from '@supercargo/policy';
import { foundTenant, testDatabase, type FoundingRule } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { carryOut, decide, look, waiting } from './company.fixture.ts';
import { ago, decideHere, openOffice, signIn, type Office } from './signed-in.fixture.ts';

// How recently somebody must have signed in to decide, and what a sign-in after their approval still moves.
const database = await testDatabase();
let acme: Office;
/** Companies whose reorders of 5,000.00 need one of finance, or two people of any role. */
let byRole: Office;
let byTwo: Office;
let keys = 0;

function asked(office: Office, wish: Parameters<typeof waiting>[1] = {}): Promise<string> {
  keys += 1;
  return waiting(office, wish, `key ${keys}`);
}

beforeAll(async () => {
  const rules = (more: Partial<FoundingRule>): FoundingRule[] =>
    seededPolicy('EUR').rules.map((rule) =>
      rule.tool === 'create_reorder' && rule.tier === 'person' ? { ...rule, ...more } : rule,
    );
  acme = await openOffice(database, await foundTenant(database));
  byRole = await openOffice(
    database,
    await foundTenant(database, { tenant: 'by-role', rules: rules({ quorum: 1, need_role: 'finance' }) }),
  );
  byTwo = await openOffice(
    database,
    await foundTenant(database, { tenant: 'by-two', rules: rules({ quorum: 2, need_role: null }) }),
  );
});
beforeEach(async () => {
  await database.admin('delete from people.sign_in');
});

const ONE_PERSON = () => [acme, {}] as const;
const ROLE = () => [byRole, {}] as const;
const TWO = () => [byTwo, {}] as const;
const TWO_AND_ROLE = () => [acme, { quantity: 4_001 }] as const;

test.each([
  ['one person', ONE_PERSON, '23 hours 59 min 40 s', 'approved'],
  ['one of finance', ROLE, '4 min 40 s', 'approved'],
  ['two people', TWO, '4 min 40 s', 'waiting'],
  ['two people, one of finance', TWO_AND_ROLE, '4 min 40 s', 'waiting'],
] as const)('what needs %s is decided %o after the sign-in', async (_, of, since, state) => {
  const [office, wish] = of();
  const id = await asked(office, wish);
  await signIn(office, 'felix');
  await ago(office, 'felix', since);
  expect(await decideHere(office, id, 'felix')).toMatchObject({ state, refusal: null });
});

test.each([
  ['one person', ONE_PERSON, '24 hours'],
  ['one of finance', ROLE, '5 min'],
  ['two people', TWO, '5 min'],
  ['two people, one of finance', TWO_AND_ROLE, '5 min'],
] as const)('what needs %s is neither approved nor rejected later, until they sign in again', async (_, of, since) => {
  const [office, wish] = of();
  const id = await asked(office, wish);
  await signIn(office, 'felix');
  await ago(office, 'felix', since);
  for (const approve of [true, false]) {
    expect(await decideHere(office, id, 'felix', { approve })).toMatchObject({ refusal: 'sign_in_again' });
  }
  expect((await look(office, id)).record).toEqual(['asked', 'decision_refused', 'decision_refused']);
  // An old sign-in that comes late makes nobody's newer.
  expect(await signIn(office, 'felix', { secondsAgo: 86_390 })).toBe('ok');
  if (since === '5 min') expect(await decideHere(office, id, 'felix')).toMatchObject({ refusal: 'sign_in_again' });
  expect(await signIn(office, 'felix')).toBe('ok');
  expect(await decideHere(office, id, 'felix')).toMatchObject({ refusal: null });
});

test('a recent sign-in of somebody else, or in another company, is nobody’s', async () => {
  const id = await asked(acme, { quantity: 4_002 });
  await signIn(acme, 'felix');
  await ago(acme, 'felix', '10 min');
  await signIn(acme, 'fiona');
  await signIn(byTwo, 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ refusal: 'sign_in_again' });
});

const GONE = { state: 'invalidated', refusal: 'ended', detail: 'somebody who approved may no longer approve' };

test.each<readonly [string, typeof decideHere]>([
  ['in the console', decideHere],
  ['on a terminal', (office, id, who) => decide(office, id, who)],
])('a role that a sign-in took away after its approval %s is none when it is executed', async (_, approve) => {
  const id = await asked(acme);
  await signIn(acme, 'felix');
  expect(await approve(acme, id, 'felix')).toMatchObject({ state: 'approved' });
  await signIn(acme, 'felix', { roles: ['auditor'] });
  expect(await carryOut(acme, id)).toMatchObject(GONE);
  expect(await look(acme, id)).toMatchObject({ executions: 0, orders: 0 });
});

test('a role that a sign-in took away is none on a terminal either, and is back with the next that has it', async () => {
  const id = await asked(acme);
  expect(await signIn(acme, 'felix', { roles: ['auditor'] })).toBe('ok');
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  await ago(acme, 'felix', '90 days');
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  await signIn(acme, 'felix');
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('a role that a sign-in adds is none on a terminal, nor when it is executed', async () => {
  const id = await asked(acme);
  await signIn(acme, 'ada', { roles: ['administrator', 'finance', 'supply_chain_manager'] });
  expect(await decide(acme, id, 'ada')).toMatchObject({ refusal: 'may_not_approve' });
  const big = await asked(acme, { quantity: 4_003 });
  await signIn(acme, 'mo', { roles: ['supply_chain_manager', 'finance'] });
  await signIn(acme, 'felix');
  await decideHere(acme, big, 'mo');
  await decideHere(acme, big, 'felix');
  await signIn(acme, 'felix', { roles: ['supply_chain_manager'] });
  expect(await carryOut(acme, big)).toMatchObject(GONE);
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['signed in more than a day ago', () => ago(acme, 'felix', '24 hours')],
  ['is deactivated', () => database.admin("update people.person set active = false where id = 'felix'")],
  [
    'is stopped',
    () =>
      database.admin(
        `insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'person', 'felix', 'a test', 'ada')`,
      ),
  ],
])('what was approved in the console is not executed once its approver %s', async (_, move) => {
  const id = await asked(acme);
  await signIn(acme, 'felix');
  await decideHere(acme, id, 'felix');
  try {
    await move();
    expect(await carryOut(acme, id)).toMatchObject(GONE);
  } finally {
    await database.admin("update people.person set active = true where id = 'felix'");
    await database.admin('delete from policy.kill_switch');
  }
});

test('what was approved in the console is executed within the day, and after it where they signed in again', async () => {
  const first = await asked(acme);
  const second = await asked(acme, { quantity: 401 });
  await signIn(acme, 'felix');
  await decideHere(acme, first, 'felix');
  await decideHere(acme, second, 'felix');
  await ago(acme, 'felix', '23 hours 59 min 40 s');
  expect(await carryOut(acme, first)).toMatchObject({ state: 'executed' });
  await ago(acme, 'felix', '25 hours');
  await signIn(acme, 'felix');
  expect(await carryOut(acme, second)).toMatchObject({ state: 'executed' });
});

test('what was approved on a terminal needs no sign-in to be executed', async () => {
  const never = await asked(acme);
  await decide(acme, never, 'felix');
  expect(await carryOut(acme, never)).toMatchObject({ state: 'executed' });
  const old = await asked(acme, { quantity: 402 });
  await signIn(acme, 'felix');
  await decide(acme, old, 'felix');
  await ago(acme, 'felix', '90 days');
  expect(await carryOut(acme, old)).toMatchObject({ state: 'executed' });
});

test('of two approvals in the console an old one counts no more: the other alone is not enough', async () => {
  const id = await asked(byTwo);
  await signIn(byTwo, 'mo');
  await decideHere(byTwo, id, 'mo');
  await ago(byTwo, 'mo', '24 hours');
  await signIn(byTwo, 'felix');
  expect(await decideHere(byTwo, id, 'felix')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await carryOut(byTwo, id)).toMatchObject({ refusal: 'not_approved' });
});
