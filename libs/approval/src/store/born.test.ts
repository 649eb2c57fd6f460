import type { TenantDoor } from '@supercargo/tenancy';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { askTaken, bornPlan, end, openTrades, take, told } from './born.fixture.ts';
import { decide, look, openCompany, type Company } from './company.fixture.ts';
import { askBorn, execute, recordConsent, withdraw } from './ledger.ts';
import { readRequest } from './requests.ts';

// mara asked for an order and felix approved it; the event that tells Payments of it leads to a request there.
const database = await testDatabase();
let acme: Company;
let payments: TenantDoor;
let event: string;
const chain = ['mara', 'felix'] as const;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  await openTrades(database);
  payments = database.door('supercargo_payments', { connectionsMax: 4 });
});
beforeEach(async () => {
  event = await told(acme);
});

const ask = async (tool?: 'issue_refund' | 'propose_payment'): Promise<string> => {
  const { requestId, state, refusal } = await askTaken(payments, acme, {
    ...{ event, chain },
    ...(tool === undefined ? {} : { tool }),
  });
  expect({ state, refusal }).toEqual({ state: 'waiting', refusal: null });
  return requestId ?? '';
};
const carryOut = (id: string, effect: `payments.${string}` = 'payments.test_refund'): ReturnType<typeof execute> =>
  payments.write(acme.tenant, (tx) => execute(tx, effect, id));

test('waits in the name of who asked first, with the event and everybody who had their say in its plan', async () => {
  const id = await ask();
  expect(await database.admin('select * from approval.plan where request_id = $1', [id])).toMatchObject([
    { requester: 'mara', event_id: event, chain: [...chain], tier: 'person', quorum: 2, need_role: 'finance' },
  ]);
  const [asked] = await database.admin<{ record: string }>(
    `select record from audit.entry where request_id = $1 and kind = 'asked'`,
    [id],
  );
  expect(JSON.parse(asked?.record ?? '{}')).toMatchObject({ event_id: event, chain: [...chain], requester: 'mara' });
});

test('is executed once two people have approved who had no say before', async () => {
  const id = await ask();
  expect(await decide(acme, id, 'fiona')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await carryOut(id)).toMatchObject({ refusal: 'not_approved' });
  expect(await decide(acme, id, 'freya')).toMatchObject({ state: 'approved', refusal: null });
  expect(await carryOut(id)).toMatchObject({ state: 'executed', refusal: null });
});

test('nobody of the chain decides about it: not who asked, not who approved, neither to approve nor to reject', async () => {
  const id = await ask();
  for (const approve of [true, false]) {
    expect(await decide(acme, id, 'mara', { approve })).toMatchObject({ refusal: 'own_request', state: 'waiting' });
    expect(await decide(acme, id, 'felix', { approve })).toMatchObject({ refusal: 'in_chain', state: 'waiting' });
  }
  expect((await look(acme, id)).record).toEqual(['asked', ...Array<string>(4).fill('decision_refused')]);
});

test('an approval of the chain that is written past the door counts for nothing', async () => {
  const id = await ask();
  for (const person of chain) {
    await database.admin(
      `insert into approval.decision (tenant_id, request_id, person, verdict, via, digest)
       select tenant_id, request_id, $2, 'approve', 'terminal', digest from approval.plan where request_id = $1`,
      [id, person],
    );
  }
  expect(await decide(acme, id, 'fiona')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await decide(acme, id, 'freya')).toMatchObject({ state: 'approved', refusal: null });
});

test('what policy leaves to one person’s consent needs two others where an event led to it', async () => {
  const id = await ask('propose_payment');
  const request = await payments.read(acme.tenant, (tx) => readRequest(tx, id));
  expect(request).toMatchObject({ tier: 'person', quorum: 2, needRole: null });
  const digest = request?.planDigest ?? Buffer.alloc(32);
  const consented = await payments.write(acme.tenant, (tx) => recordConsent(tx, id, digest));
  expect(consented).toMatchObject({ refusal: 'consent_not_enough' });
  expect(await decide(acme, id, 'fiona')).toMatchObject({ state: 'waiting' });
  expect(await decide(acme, id, 'freya')).toMatchObject({ state: 'approved' });
  expect(await carryOut(id, 'payments.test_proposal_told')).toMatchObject({ state: 'executed' });
  const [next] = await database.admin(
    `select o.chain from events.outbox o join approval.execution e on e.id = o.execution_id where e.request_id = $1`,
    [id],
  );
  // Whoever consumes that one is told of everybody: who asked first, who approved this, who approved what led to it.
  expect(next).toEqual({ chain: ['mara', 'fiona', 'freya', 'felix'] });
});

test('is not executed when one of the two may no longer approve', async () => {
  const id = await ask();
  await decide(acme, id, 'fiona');
  await decide(acme, id, 'freya');
  await database.admin("update people.person set active = false where id = 'freya'");
  expect(await carryOut(id)).toMatchObject({ refusal: 'ended', detail: 'somebody who approved may no longer approve' });
  await database.admin("update people.person set active = true where id = 'freya'");
});

test('an event leads to one request: the same asked again is that one, and once it is ended there is none', async () => {
  const answers = await payments.write(acme.tenant, async (tx) => {
    await take(tx, event);
    const first = await bornPlan(tx, { event, chain });
    const again = await bornPlan(tx, { event, chain });
    const asked = [await askBorn(tx, event, first.text), await askBorn(tx, event, again.text)];
    await end(tx, event);
    return [{ requestId: first.id }, ...asked, await askBorn(tx, event, again.text)];
  });
  const same = { requestId: answers[0]?.requestId, state: 'waiting', refusal: null };
  expect(answers.slice(1)).toMatchObject([same, same, { requestId: null, refusal: 'unknown_event' }]);
});

test('an event that leads to two requests is a fault, and leads to none', async () => {
  const twice = payments.write(acme.tenant, async (tx) => {
    await take(tx, event);
    await askBorn(tx, event, (await bornPlan(tx, { event, chain })).text);
    await askBorn(tx, event, (await bornPlan(tx, { event, chain, tool: 'propose_payment' })).text);
  });
  await expect(twice).rejects.toThrow('an event leads to one request');
  expect(await database.admin('select from approval.plan where event_id = $1', [event])).toEqual([]);
});

test('who asked first may take it back, and nobody else of the chain', async () => {
  const id = await ask();
  const by = (person: string): ReturnType<typeof withdraw> =>
    payments.write(acme.tenant, (tx) => withdraw(tx, id, person, null));
  expect(await by('felix')).toMatchObject({ refusal: 'unknown_request' });
  expect(await by('mara')).toMatchObject({ state: 'withdrawn' });
});

test('nobody asks in the name of a person who is no longer active, or was stopped', async () => {
  await database.admin("update people.person set active = false where id = 'mara'");
  expect(await askTaken(payments, acme, { event, chain })).toMatchObject({ refusal: 'inactive' });
  await database.admin("update people.person set active = true where id = 'mara'");
  event = await told(acme);
  await database.admin(
    `insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'agent', 'event', 'a test', 'ada')`,
  );
  expect(await askTaken(payments, acme, { event, chain })).toMatchObject({ refusal: 'stopped' });
  await database.admin('delete from policy.kill_switch');
});

test('finds room where its requester asked for as much as one person may, and none where the tenant has', async () => {
  const other = await told(acme);
  const session = await database.adminClient();
  const fill = (requester: string, requests: number): Promise<unknown> =>
    session.query(
      `insert into approval.request (tenant_id, id, server, tool, requester, fingerprint, waits_until)
       select 'acme', gen_random_uuid(), 'returns', 'x', $1, '', clock_timestamp() + interval '1 day' from generate_series(1, $2::int)`,
      [requester, requests],
    );
  await session.query('set session_replication_role = replica');
  await fill('mara', 50);
  await ask();
  await fill('mo', 450);
  await session.end();
  expect(await askTaken(payments, acme, { event: other, chain })).toMatchObject({ refusal: 'too_many_waiting' });
});
