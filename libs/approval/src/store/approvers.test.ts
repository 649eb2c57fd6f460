import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { carryOut, consent, decide, look, openCompany, ordersOf, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
let acme: Company;
let globex: Company;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  globex = await openCompany(
    database,
    await foundTenant(database, {
      tenant: 'globex',
      people: [
        { id: 'mara', name: 'Mara of globex', roles: ['supply_chain_manager'], secret: 'globex secret of mara' },
        { id: 'felix', name: 'Felix of globex', roles: ['finance'], secret: 'globex secret of felix' },
      ],
    }),
  );
});

let keys = 0;
function asked(wish: Parameters<typeof waiting>[1] = {}, company: Company = acme): Promise<string> {
  keys += 1;
  return waiting(company, wish, `key ${keys}`);
}

const WRONG_PEOPLE = [
  ['their own secret', 'mara', 'secret of mara', 'own_request'],
  ['a wrong secret of felix’s', 'felix', 'secret of fiona', 'wrong_secret'],
  ['felix’s secret cut short', 'felix', 'secret of feli', 'wrong_secret'],
  ['an empty secret', 'felix', '', 'wrong_secret'],
  ['felix’s secret of another company', 'felix', 'globex secret of felix', 'wrong_secret'],
  ['the secret of a person without one', 'olga', 'secret of olga', 'no_secret'],
  ['the name of nobody', 'nobody', 'secret of nobody', 'no_secret'],
  ['felix’s name written otherwise', 'Felix', 'secret of felix', 'no_secret'],
  ['an administrator, who approves nothing of the business', 'ada', 'secret of ada', 'may_not_approve'],
] as const;

test.each(WRONG_PEOPLE)('mara’s reorder of 5,000.00 is not approved by %s', async (_, person, secret, refusal) => {
  const id = await asked();
  const orders = await ordersOf(acme);
  expect(await decide(acme, id, person, { secret })).toMatchObject({ refusal });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'not_approved', state: 'waiting' });
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', executions: 0, orders: 0 });
  expect(await ordersOf(acme)).toBe(orders);
});

test('a refused decision of an enrolled person is on record, with the person and the reason', async () => {
  const id = await asked();
  await decide(acme, id, 'mara');
  expect((await look(acme, id)).record).toEqual(['asked', 'decision_refused']);
  const [row] = await database.admin<{ record: string }>(
    "select record from audit.entry where request_id = $1 and kind = 'decision_refused'",
    [id],
  );
  expect(JSON.parse(row?.record ?? '')).toMatchObject({ person: 'mara', refusal: 'own_request', via: 'terminal' });
});

test('mara’s own consent, however often, is not enough where another person is asked for', async () => {
  const id = await asked();
  for (let n = 0; n < 3; n += 1) {
    expect(await consent(acme, id)).toMatchObject({ refusal: 'consent_not_enough', state: 'waiting' });
  }
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'not_approved' });
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved', refusal: null });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test.each(['mo', 'felix', 'fiona'])('%s, who is another person with a role that may, approves it', async (person) => {
  const id = await asked();
  expect(await decide(acme, id, person)).toMatchObject({ state: 'approved', refusal: null });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test('mara asking in mo’s name does not make her own approval another’s: mo’s request is refused to mo', async () => {
  const id = await asked({ requester: 'mo' });
  expect(await decide(acme, id, 'mo')).toMatchObject({ refusal: 'own_request' });
  // Who holds the server's login may ask in anybody's name, so mara approves what she wrote herself: SECURITY.md says so.
  expect(await decide(acme, id, 'mara')).toMatchObject({ state: 'approved' });
});

test('a person deactivated, or without a role that may, approves nothing', async () => {
  const id = await asked();
  await database.admin("update people.person set active = false where tenant_id = 'acme' and id = 'felix'");
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'wrong_secret' });
  await database.admin(
    "update people.person set active = true, roles = '{auditor}' where tenant_id = 'acme' and id = 'felix'",
  );
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'may_not_approve' });
  await database.admin("update people.person set roles = '{finance}' where tenant_id = 'acme' and id = 'felix'");
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('a person of the same id in another company decides and sees nothing here', async () => {
  const id = await asked();
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    id,
  ]);
  const how = { secret: 'globex secret of felix', digest: row?.digest ?? Buffer.alloc(0) };
  expect(await decide(globex, id, 'felix', how)).toMatchObject({ refusal: 'unknown_request', state: null });
  const own = await asked({}, globex);
  expect(await decide(globex, own, 'felix', { secret: 'globex secret of felix' })).toMatchObject({ state: 'approved' });
});

test('above 50,000.00 it takes two people, one of them of finance, each of them once', async () => {
  const big = { quantity: 4_001 };
  const id = await asked(big);
  expect(await decide(acme, id, 'mo')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await decide(acme, id, 'mo')).toMatchObject({ refusal: 'already_decided' });
  expect(await decide(acme, id, 'mara')).toMatchObject({ refusal: 'own_request' });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'not_approved' });
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
  expect(await decide(acme, id, 'fiona')).toMatchObject({ refusal: 'not_waiting', state: 'approved' });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test('two managers are two people, but nobody of finance: it goes on waiting for one', async () => {
  await database.admin(
    `insert into people.person (tenant_id, id, name, roles) values ('acme', 'max', 'Max', '{supply_chain_manager}');`,
  );
  await database.admin(
    `insert into people.secret (tenant_id, person_id, hash)
     select 'acme', 'max', extensions.crypt('secret of max', extensions.gen_salt('bf', 4))`,
  );
  const id = await asked({ quantity: 4_002 });
  await decide(acme, id, 'mo');
  expect(await decide(acme, id, 'max')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'not_approved' });
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
});

test('two people who approve in the same moment are both counted', async () => {
  const id = await asked({ quantity: 4_003 });
  const answers = await Promise.all([decide(acme, id, 'mo'), decide(acme, id, 'felix')]);
  expect(answers.map((answer) => answer.state).sort()).toEqual(['approved', 'waiting']);
});

test('one person who approves ten times in the same moment is one person', async () => {
  const id = await asked({ quantity: 4_004 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => decide(acme, id, 'felix')));
  expect(answers.filter((answer) => answer.refusal === null)).toHaveLength(1);
  expect(answers.filter((answer) => answer.refusal === 'already_decided')).toHaveLength(9);
  expect(await look(acme, id)).toMatchObject({ state: 'waiting' });
});

test('one person’s no ends it, with their words, and nobody’s yes revives it', async () => {
  const id = await asked({ quantity: 4_005 });
  await decide(acme, id, 'mo');
  expect(await decide(acme, id, 'felix', { approve: false, reason: 'too much' })).toMatchObject({ state: 'rejected' });
  expect(await decide(acme, id, 'fiona')).toMatchObject({ refusal: 'not_waiting', state: 'rejected' });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'ended', detail: 'too much', state: 'rejected' });
  expect(await look(acme, id)).toMatchObject({ state: 'rejected', reason: 'too much', executions: 0 });
});

test('an approval and a rejection in the same moment: one of them counts, and a rejected request never executes', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => asked()));
  await Promise.all(
    ids.flatMap((id) => [
      decide(acme, id, 'mo').then(() => carryOut(acme, id)),
      decide(acme, id, 'fiona', { approve: false }),
    ]),
  );
  for (const id of ids) {
    const seen = await look(acme, id);
    expect([seen.state, seen.orders]).toEqual(seen.state === 'rejected' ? ['rejected', 0] : ['executed', 1]);
  }
});
