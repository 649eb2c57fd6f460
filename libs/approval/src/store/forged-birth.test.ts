import type { TenantDoor } from '@supercargo/tenancy';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../new-id.ts';
import { askTaken, bornPlan, end, openTrades, take, told, type BornWish } from './born.fixture.ts';
import { carryOut, decide, openCompany, waiting, type Company, type PlanObject } from './company.fixture.ts';
import { ask, askBorn } from './ledger.ts';

// Who holds the login of Payments writes down plans of their own for an event that mara and felix stand behind.
const database = await testDatabase();
let acme: Company;
let globex: Company;
let payments: TenantDoor;
let event: string;
const chain = ['mara', 'felix'] as const;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  globex = await openCompany(database, await foundTenant(database, { tenant: 'globex' }));
  await openTrades(database);
  payments = database.door('supercargo_payments', { connectionsMax: 4 });
  event = await told(acme);
});

const change =
  (members: PlanObject) =>
  (whole: PlanObject): PlanObject => ({ ...whole, ...members });

/** Takes the event and asks with this plan; then nothing of it is kept, so that the event is there for the next. */
async function attempt(wish: Partial<BornWish>, named = event): Promise<unknown> {
  let answer: unknown;
  const attempted = payments.write(acme.tenant, async (tx) => {
    await take(tx, event);
    answer = await askBorn(tx, named, (await bornPlan(tx, { event, chain, ...wish })).text);
    throw new Error('undone');
  });
  await attempted.catch((error: unknown) => {
    if (!(error instanceof Error && error.message === 'undone')) throw error;
  });
  return answer;
}

test.each<readonly [string, Partial<BornWish>]>([
  ['a chain without who approved', { chain: ['mara'] }],
  ['a chain in another order', { chain: ['felix', 'mara'], requester: 'mara' }],
  ['another person in the chain', { chain: ['mara', 'mo'] }],
  ['one person more in the chain', { chain: ['mara', 'felix', 'fiona'] }],
  ['no chain', { forge: change({ chain: undefined }) }],
  ['an empty chain', { forge: change({ chain: [] }) }],
  ['a chain that is no list', { forge: change({ chain: 'mara' }) }],
  ['another requester', { requester: 'mo' }],
  ['another of the chain as its requester', { requester: 'felix' }],
  ['no event', { forge: change({ event: undefined }) }],
  ['another event', { forge: change({ event: newId() }) }],
  ['a case that the event has not', { forge: change({ case_id: newId() }) }],
])('a plan with %s is a fault', async (_, wish) => {
  await expect(attempt(wish)).rejects.toThrow('a plan that is not of this event');
});

test.each<readonly [string, PlanObject, string]>([
  ['the consent that policy leaves it to', { tier: 'consent', quorum: 1, need_role: null }, 'policy_moved'],
  ['one other person', { quorum: 1 }, 'policy_moved'],
  ['nobody of finance', { need_role: null }, 'policy_moved'],
  ['a shorter hold', { hold_seconds: -1 }, 'policy_moved'],
  ['a wait without end', { expires_at: 'infinity' }, 'plan_times'],
  ['a tool that was not published', { tool: 'print_money' }, 'definition_changed'],
])('a plan that asks for %s is refused', async (_, members, refusal) => {
  expect(await attempt({ forge: change(members) })).toMatchObject({ refusal });
});

test.each<readonly [string, PlanObject]>([
  ['another amount', { amount_minor: '10001' }],
  ['less', { amount_minor: '9999' }],
  ['no amount', { amount_minor: null, currency: null }],
  ['another return', { effect: { order_number: 'SO-1', return_id: 'RMA-2' } }],
  ['another order', { effect: { order_number: 'SO-2', return_id: 'RMA-1' } }],
  ['no return', { effect: { order_number: 'SO-1' } }],
  ['nothing', { effect: {} }],
])('a plan of %s, which is not what the event tells of, is refused', async (_, members) => {
  expect(await attempt({ forge: change(members) })).toMatchObject({ refusal: 'not_what_was_told', state: null });
});

test.each<readonly [string, PlanObject]>([
  ['another server', { server: 'inventory' }],
  ['another tenant', { tenant: 'globex' }],
])('a plan of %s is a fault', async (_, members) => {
  await expect(attempt({ forge: change(members) })).rejects.toThrow('another server or tenant');
});

test('the plan that these break in one place is accepted', async () => {
  expect(await attempt({})).toMatchObject({ state: 'waiting', refusal: null });
});

test('an event that was not taken, or by another transaction, leads to nothing', async () => {
  const other = await told(acme);
  expect(await attempt({ event: other }, other)).toMatchObject({ refusal: 'unknown_event', requestId: null });
  expect(await attempt({}, newId())).toMatchObject({ refusal: 'unknown_event' });
  await payments.write(acme.tenant, async (tx) => {
    await take(tx, other);
    expect(await attempt({ event: other }, other)).toMatchObject({ refusal: 'unknown_event' });
    await end(tx, other);
  });
});

test('an event of another server or tenant leads to nothing', async () => {
  const foreign = await told(globex);
  expect(await attempt({ event: foreign }, foreign)).toMatchObject({ refusal: 'unknown_event' });
  const text = `select events.take($1) as taken, (approval.ask_born($1, '{}', '{}')).refusal`;
  expect(await direct(acme.inventory, acme.tenant, text, [event])).toEqual([{ taken: null, refusal: 'unknown_event' }]);
  expect(await direct(payments, acme.tenant, text, [foreign])).toEqual([{ taken: null, refusal: 'unknown_event' }]);
});

test('nothing that an event led to is asked as if a person had', async () => {
  const asked = payments.write(acme.tenant, async (tx) => {
    await take(tx, event);
    return ask(tx, (await bornPlan(tx, { event, chain })).text, null);
  });
  await expect(asked).rejects.toThrow('asked by ask_born');
  const nameless = payments.write(acme.tenant, async (tx) =>
    ask(tx, (await bornPlan(tx, { event, chain, forge: change({ event: undefined, chain: null }) })).text, null),
  );
  await expect(nameless).rejects.toThrow('asked by ask_born');
});

test('the login tells nothing, and sees nobody who stands behind an execution: only functions of trades do', async () => {
  for (const text of [
    `select events.publish('payment.proposed', 'x', null, '{}')`,
    'select events.taken(gen_random_uuid(), null)',
    'select approval.behind(gen_random_uuid())',
    `select approval.keep('{}', '{}', '{}', '')`,
    `insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain) values ('acme', 'a.b', 'x', 1, 's', '{}', '{}')`,
    `update events.delivery set state = 'done', outcome = 'x'`,
    'select chain from events.outbox',
  ]) {
    await expect(direct(payments, acme.tenant, text), text).rejects.toThrow('permission denied');
  }
});

/** A careless function of a trade: tells of whatever execution it is given. */
async function tellOf(server: 'inventory' | 'payments', topic: string): Promise<(id: string) => Promise<unknown>> {
  const name = `${server}.test_tell_${topic.replace('.', '_')}`;
  await database.admin(`
    create function ${name}(p uuid) returns uuid language plpgsql security definer set search_path = '' as
      $$ begin return events.publish('${topic}', 'x', p, '{}'); end $$;
    alter function ${name}(uuid) owner to supercargo_${server}_owner;
    grant execute on function ${name}(uuid) to supercargo_${server}`);
  const door = server === 'inventory' ? acme.inventory : payments;
  return (id) => direct(door, acme.tenant, `select ${name}($1)`, [id]);
}

test('nobody is put behind an event but by the execution that this transaction opened', async () => {
  const id = await waiting(acme, {}, newId());
  await decide(acme, id, 'felix');
  await carryOut(acme, id, 'inventory.test_order_told');
  const [execution] = await database.admin<{ id: string }>('select id from approval.execution where request_id = $1', [
    id,
  ]);
  const own = await tellOf('inventory', 'purchase_order.received');
  const other = await tellOf('payments', 'payment.proposed');
  for (const tell of [own, other]) {
    await expect(tell(execution?.id ?? '')).rejects.toThrow('did not open');
    await expect(tell(newId())).rejects.toThrow('did not open');
  }
});

test('the table itself takes no second request for one event, and no half of a birth, whoever writes it', async () => {
  await askTaken(payments, acme, { event, chain });
  const [born] = await database.admin<{ event_id: string }>(
    'select event_id from approval.plan where event_id is not null',
  );
  const other = await told(acme);
  const { id, text } = await payments.read(acme.tenant, (tx) => bornPlan(tx, { event: other, chain }));
  const insert = (at: string): Promise<unknown> =>
    database.admin(
      `insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, agent, client, attestation,
         amount_minor, currency, units, rule, tier, quorum, need_role, case_id, event_id, chain)
       select c.tenant_id, c.request_id, x.text, sha256(convert_to(E'supercargo/plan/1\\n' || x.text, 'UTF8')), $2, c.server, c.tool, c.definition,
         c.requester, c.agent, c.client, c.attestation, c.amount_minor, c.currency, c.units, c.rule, c.tier, c.quorum, c.need_role, c.case_id,
         c.event_id, c.chain
       from (select (($1::jsonb) || $3::jsonb)::text as text) x, approval.columns_of(x.text) c`,
      [text.plan, text.card, at],
    );
  await expect(insert(JSON.stringify({ event: born?.event_id }))).rejects.toThrow('plan_event');
  await expect(insert(JSON.stringify({ event: newId() }))).rejects.toThrow('plan_tenant_id_event_id_fkey');
  await expect(insert(JSON.stringify({ quorum: 1 }))).rejects.toThrow('plan_check_born');
  await expect(insert(JSON.stringify({ tier: 'consent' }))).rejects.toThrow('plan_check_born');
  await expect(insert(JSON.stringify({ requester: 'felix' }))).rejects.toThrow('plan_check_born');
  await expect(insert(JSON.stringify({ event: null }))).rejects.toThrow('plan_check_born');
  await expect(insert(JSON.stringify({ chain: [] }))).rejects.toThrow('plan_check_born');
  await insert('{}');
  expect(await database.admin('select event_id from approval.plan where request_id = $1', [id])).toEqual([
    { event_id: other },
  ]);
});
