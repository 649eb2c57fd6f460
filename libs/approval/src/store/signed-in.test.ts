import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { carryOut, decide, look, ordersOf, waiting } from './company.fixture.ts';
import { expire, withdraw } from './ledger.ts';
import { decideHere, openOffice, signIn, type Office } from './signed-in.fixture.ts';

// mara's reorder of 5,000.00 waits for another person, who decides in the console.
const database = await testDatabase();
let acme: Office;
let globex: Office;
let id: string;
let keys = 0;

function asked(wish: Parameters<typeof waiting>[1] = {}, office = acme): Promise<string> {
  keys += 1;
  return waiting(office, wish, `key ${keys}`);
}
const person = (set: string, who: string): Promise<unknown> =>
  database.admin(`update people.person set ${set} where tenant_id = 'acme' and id = $1`, [who]);

beforeAll(async () => {
  acme = await openOffice(database, await foundTenant(database));
  globex = await openOffice(database, await foundTenant(database, { tenant: 'globex' }));
});
beforeEach(async () => {
  await database.admin('delete from people.sign_in');
  id = await asked();
});

test.each(['mo', 'felix', 'fiona'])('%s, signed in, approves it, and it is executed once', async (who) => {
  await signIn(acme, who);
  expect(await decideHere(acme, id, who)).toMatchObject({ requestId: id, state: 'approved', refusal: null });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  expect(await look(acme, id)).toMatchObject({ executions: 1, orders: 1 });
});

test('a no in the console ends it, with its words', async () => {
  await signIn(acme, 'felix');
  expect(await decideHere(acme, id, 'felix', { approve: false, reason: 'too much' })).toMatchObject({
    state: 'rejected',
  });
  expect(await decide(acme, id, 'fiona')).toMatchObject({ refusal: 'not_waiting', state: 'rejected' });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'ended', detail: 'too much' });
});

test('what needs the requester’s consent alone is approved by another person as well', async () => {
  const small = await asked({ quantity: 1 });
  await signIn(acme, 'felix');
  expect(await decideHere(acme, small, 'felix')).toMatchObject({ state: 'approved' });
});

const WRONG_PEOPLE = [
  ['mara herself', 'mara', ['supply_chain_manager'], 'own_request'],
  ['an administrator, who approves nothing of the business', 'ada', ['administrator'], 'may_not_approve'],
  ['an auditor', 'olga', ['auditor'], 'may_not_approve'],
  ['an auditor whose sign-in has the role of finance', 'olga', ['auditor', 'finance'], 'may_not_approve'],
  ['a clerk whose sign-in has every role', 'wes', ['finance', 'supply_chain_manager'], 'may_not_approve'],
  ['felix, whose sign-in has no role', 'felix', [], 'may_not_approve'],
  ['felix, whose sign-in has another role', 'felix', ['supply_chain_manager'], 'may_not_approve'],
] as const;

test.each(WRONG_PEOPLE)('it is not approved by %s', async (_, who, roles, refusal) => {
  expect(await signIn(acme, who, { roles })).toBe('ok');
  const orders = await ordersOf(acme);
  expect(await decideHere(acme, id, who)).toMatchObject({ refusal, state: 'waiting' });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'not_approved' });
  expect((await look(acme, id)).record).toEqual(['asked', 'decision_refused']);
  expect(await ordersOf(acme)).toBe(orders);
});

test.each([
  ['who never signed in', 'felix'],
  ['whose name is written otherwise', 'Felix'],
  ['who is nobody', 'nobody'],
  ['without a name', ''],
])('somebody %s decides nothing', async (_, who) => {
  await signIn(acme, 'fiona');
  for (const approve of [true, false]) {
    expect(await decideHere(acme, id, who, { approve })).toEqual({
      ...{ requestId: id, state: null, refusal: 'sign_in_again', detail: null },
    });
  }
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', executions: 0 });
});

test('no person at all decides nothing', async () => {
  const text = 'select * from approval.decide_signed_in($1, null, $2, true, null)';
  expect(await direct(acme.console, acme.tenant, text, [id, Buffer.alloc(32)])).toMatchObject([
    { refusal: 'sign_in_again' },
  ]);
});

test('felix who signed in to another company is not signed in here, and sees nothing of it there', async () => {
  await signIn(globex, 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ refusal: 'sign_in_again' });
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    id,
  ]);
  const how = { digest: row?.digest ?? Buffer.alloc(0) };
  expect(await decideHere(globex, id, 'felix', how)).toMatchObject({ refusal: 'unknown_request', state: null });
  const own = await asked({}, globex);
  expect(await decideHere(globex, own, 'felix')).toMatchObject({ state: 'approved' });
  expect(await look(acme, id)).toMatchObject({ state: 'waiting' });
});

test('a person deactivated since they signed in decides nothing, and signs in no more', async () => {
  await signIn(acme, 'felix');
  await person('active = false', 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  expect(await signIn(acme, 'felix')).toBe('unknown_person');
  await person('active = true', 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('a person whom a switch stops decides nothing', async () => {
  await signIn(acme, 'felix');
  await database.admin(
    `insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'person', 'felix', 'a test', 'ada')`,
  );
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  await database.admin('delete from policy.kill_switch');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('a person whose enrolled role was taken away has it by no sign-in', async () => {
  await signIn(acme, 'felix');
  await person("roles = '{auditor}'", 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  await person("roles = '{finance}'", 'felix');
  expect(await decideHere(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('what was not shown is not decided: no digest, another one, or that of another request', async () => {
  await signIn(acme, 'felix');
  const other = await asked({ quantity: 401 });
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    other,
  ]);
  for (const digest of [Buffer.alloc(0), Buffer.alloc(32), row?.digest ?? Buffer.alloc(1)]) {
    expect(await decideHere(acme, id, 'felix', { digest })).toMatchObject({ refusal: 'not_what_you_were_shown' });
  }
  const none = 'select * from approval.decide_signed_in($1, $2, null, true, null)';
  expect(await direct(acme.console, acme.tenant, none, [id, 'felix'])).toMatchObject([
    { refusal: 'not_what_you_were_shown' },
  ]);
  expect(await look(acme, id)).toMatchObject({ state: 'waiting' });
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['rejected', () => decide(acme, id, 'mo', { approve: false })],
  ['approved', () => decide(acme, id, 'mo')],
  ['executed', () => decide(acme, id, 'mo').then(() => carryOut(acme, id))],
  ['withdrawn', () => acme.inventory.write(acme.tenant, (tx) => withdraw(tx, id, 'mara', null))],
  [
    'past its time',
    () => database.admin('update approval.request set waits_until = clock_timestamp() where id = $1', [id]),
  ],
  [
    'expired',
    async () => {
      await database.admin('update approval.request set waits_until = clock_timestamp() where id = $1', [id]);
      await acme.inventory.write(acme.tenant, (tx) => expire(tx, id));
    },
  ],
])('what is %s is decided no more', async (_, end) => {
  await signIn(acme, 'felix');
  await end();
  const { state } = await look(acme, id);
  for (const approve of [true, false]) {
    expect(await decideHere(acme, id, 'felix', { approve })).toMatchObject({ refusal: 'not_waiting', state });
  }
  expect(await look(acme, id)).toMatchObject({ state });
});

test('a request that nobody asked for is unknown, to who signed in', async () => {
  const none = '01890000-0000-7000-8000-000000000000';
  expect(await decideHere(acme, none, 'felix')).toMatchObject({ refusal: 'sign_in_again' });
  await signIn(acme, 'felix');
  expect(await decideHere(acme, none, 'felix')).toMatchObject({ refusal: 'unknown_request', state: null });
});

test('a person decides once, whichever door they take', async () => {
  const big = await asked({ quantity: 4_001 });
  await signIn(acme, 'mo');
  expect(await decideHere(acme, big, 'mo')).toMatchObject({ state: 'waiting', refusal: null });
  for (const approve of [true, false]) {
    expect(await decideHere(acme, big, 'mo', { approve })).toMatchObject({ refusal: 'already_decided' });
    expect(await decide(acme, big, 'mo', { approve })).toMatchObject({ refusal: 'already_decided' });
  }
  expect(await decide(acme, big, 'felix')).toMatchObject({ state: 'approved' });
  expect(await carryOut(acme, big)).toMatchObject({ state: 'executed' });
});

test('one person who approves at once ten times here and five times on a terminal is one person', async () => {
  const big = await asked({ quantity: 4_002 });
  await signIn(acme, 'felix');
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => decideHere(acme, big, 'felix')),
    ...Array.from({ length: 5 }, () => decide(acme, big, 'felix')),
  ]);
  expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(1);
  expect(answers.filter(({ refusal }) => refusal === 'already_decided')).toHaveLength(14);
  expect(await look(acme, big)).toMatchObject({ state: 'waiting' });
});

test('two people who approve in the same moment are both counted', async () => {
  const big = await asked({ quantity: 4_003 });
  await signIn(acme, 'mo');
  await signIn(acme, 'felix');
  const answers = await Promise.all([decideHere(acme, big, 'mo'), decideHere(acme, big, 'felix')]);
  expect(answers.map(({ state }) => state).sort()).toEqual(['approved', 'waiting']);
});

test('two managers are nobody of finance: it goes on waiting for one', async () => {
  await database.admin(
    `insert into people.person (tenant_id, id, name, roles) values ('acme', 'max', 'Max', '{supply_chain_manager}')`,
  );
  const big = await asked({ quantity: 4_004 });
  await signIn(acme, 'mo');
  await signIn(acme, 'max', { roles: ['supply_chain_manager', 'finance'] });
  await decideHere(acme, big, 'mo');
  expect(await decideHere(acme, big, 'max')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await carryOut(acme, big)).toMatchObject({ refusal: 'not_approved' });
});
