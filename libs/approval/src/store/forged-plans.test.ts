import { digest } from '@supercargo/audit';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '../new-id.ts';
import {
  askFor,
  askPlanned,
  carryOut,
  consent,
  decide,
  look,
  openCompany,
  ordersOf,
  plan,
  waiting,
  type PlanObject,
  type Wish,
} from './company.fixture.ts';

// Who holds the Inventory server's login writes plans of their own. mara wants 400 of COF-1KG, 5,000.00, without felix.
const database = await testDatabase();
const acme = await openCompany(database, await foundTenant(database));
await foundTenant(database, { tenant: 'globex' });
let orders: number;

beforeEach(async () => {
  orders = await ordersOf(acme);
});

type Forge = (plan: PlanObject) => PlanObject;
const change =
  (members: PlanObject): Forge =>
  (whole) => ({ ...whole, ...members });
const inside = (member: 'effect' | 'guards', members: PlanObject): Forge => {
  return (whole) => ({ ...whole, [member]: { ...(whole[member] as PlanObject), ...members } });
};
/** The verdict that a small order gets, pinned on the big one. */
async function consentVerdict(tool = 'create_reorder'): Promise<Forge> {
  const wish = tool === 'adjust_stock' ? { adjust: 1 } : { quantity: 1 };
  const small = JSON.parse((await plan(acme, wish)).text.plan) as Record<string, string>;
  const { rule, tier, quorum, need_role } = small;
  return change({ rule, tier, quorum, need_role });
}

const REFUSED_AT_ASK: readonly (readonly [string, Forge, string])[] = [
  ['a tier below the policy’s', change({ tier: 'consent' }), 'policy_moved'],
  ['a smaller quorum', change({ quorum: 0 }), 'policy_moved'],
  ['another rule', change({ rule: 'f'.repeat(64) }), 'policy_moved'],
  ['a role nobody needs', change({ need_role: 'warehouse_clerk' }), 'policy_moved'],
  ['a shorter hold', change({ hold_seconds: -1 }), 'policy_moved'],
  ['a longer time to execute', change({ approved_seconds: 86_400 }), 'policy_moved'],
  ['a longer time to wait', change({ expires_at: '2099-01-01T00:00:00.000Z' }), 'plan_times'],
  ['an instant of asking ahead of the clock', change({ created_at: '2099-01-01T00:00:00.000Z' }), 'plan_times'],
  ['a wait without end', change({ expires_at: 'infinity' }), 'plan_times'],
  ['an instant of asking without end', change({ created_at: 'infinity' }), 'plan_times'],
  ['another currency', change({ currency: 'USD' }), 'currency'],
  ['an amount without a currency', change({ currency: null }), 'currency'],
  ['a negative amount', change({ amount_minor: '-500000' }), 'no_policy'],
  ['a tool that was not published', change({ tool: 'count_stock' }), 'definition_changed'],
  ['a number of units below zero', change({ units: -1 }), 'no_policy'],
  ['a definition that was not published', change({ definition: 'e'.repeat(64) }), 'definition_changed'],
  ['nobody as its requester', change({ requester: 'nobody' }), 'inactive'],
];

test.each(REFUSED_AT_ASK)('refuses a plan with %s', async (_, forge, refusal) => {
  expect(await askFor(acme, { forge })).toMatchObject({ refusal });
  expect(await ordersOf(acme)).toBe(orders);
});

test('the plan that these break in one place is accepted', async () => {
  expect(await askFor(acme)).toMatchObject({ state: 'waiting', refusal: null });
});

test.each<readonly [string, Forge]>([
  ['another tenant', change({ tenant: 'globex' })],
  ['another server', change({ server: 'payments' })],
  ['no server', change({ server: null })],
  ['another card', change({ card: digest('card', '{}').toString('hex') })],
  ['half a cent', change({ amount_minor: '1.5' })],
  ['units in words', change({ units: '5' })],
  ['no word about units', change({ units: undefined })],
  ['no id', change({ id: null })],
  ['no card', change({ card: undefined })],
  ['no quorum', change({ quorum: null })],
  ['no hold', change({ hold_seconds: undefined })],
  ['no time to execute', change({ approved_seconds: undefined })],
  ['no instant of asking, and a wait without end', change({ created_at: undefined, expires_at: 'infinity' })],
  ['no end', change({ expires_at: undefined })],
  ['no guards', change({ guards: undefined })],
  ['a list of guards', change({ guards: [] })],
  ['no effect', change({ effect: undefined })],
])('a plan with %s is a fault, and nothing is kept of it', async (_, forge) => {
  const planned = await plan(acme, { quantity: 399, forge });
  await expect(askPlanned(acme, planned)).rejects.toThrow();
  expect(await database.admin('select from approval.plan where request_id = $1', [planned.id])).toEqual([]);
});

test('a plan’s text with a key twice is a fault, whichever of the two a reader would take', async () => {
  const planned = await plan(acme, { quantity: 398 });
  const twice = planned.text.plan.replace('"amount_minor":', '"amount_minor":"100","amount_minor":');
  const nested = planned.text.plan.replace('"quantity":', '"quantity":1,"quantity":');
  for (const text of [twice, nested]) {
    const forged = { ...planned, text: { ...planned.text, plan: text } };
    await expect(askPlanned(acme, forged)).rejects.toThrow('plan_plan_check');
  }
  expect(await askPlanned(acme, planned)).toMatchObject({ state: 'waiting' });
});

test('a plan of half a unit is a fault', async () => {
  const planned = await plan(acme, { adjust: 7 });
  const half = { ...planned, text: { ...planned.text, plan: planned.text.plan.replace('"units":7', '"units":7.5') } };
  await expect(askPlanned(acme, half)).rejects.toThrow('bigint');
  expect(await askPlanned(acme, planned)).toMatchObject({ state: 'waiting' });
});

test.each<readonly [string, string, Wish, PlanObject]>([
  ['another cost than its amount', 'create_reorder', {}, { amount_minor: '100' }],
  ['another number of units than the plan', 'adjust_stock', { adjust: 500 }, { units: 1 }],
  ['a number of units, and the plan has none', 'adjust_stock', { adjust: 600 }, { units: null }],
])('a plan whose card shows %s is a fault, and nothing is kept of it', async (_, tool, wish, lie) => {
  const cheap = await consentVerdict(tool);
  const planned = await plan(acme, { ...wish, forge: (text) => cheap({ ...text, ...lie }), keepCard: true });
  await expect(askPlanned(acme, planned, newId())).rejects.toThrow('plan_check');
  expect(await database.admin('select from approval.plan where request_id = $1', [planned.id])).toEqual([]);
});

const ONE_EURO: readonly (readonly [string, Forge])[] = [
  ['and guards everything', change({})],
  ['and names no currency to guard', inside('guards', { currency: undefined })],
  ['and names no price to guard', inside('guards', { price_minor: undefined })],
  ['and names no supplier to guard', inside('guards', { supplier_id: undefined })],
  ['and guards nothing', change({ guards: {} })],
  ['and guards a price of 1 cent', inside('guards', { price_minor: '1' })],
  ['and orders no quantity', inside('effect', { quantity: undefined })],
  ['and orders a negative quantity', inside('effect', { quantity: -400 })],
];

test.each(ONE_EURO)(
  'a plan of 5,000.00 that says it costs 1.00 %s is consented to, and ends without a purchase order',
  async (_, forge) => {
    const cheap = await consentVerdict();
    const whole: Forge = (text) => forge(cheap({ ...text, amount_minor: '100', nonce: newId() }));
    const id = await waiting(acme, { forge: whole }, newId());
    expect(await consent(acme, id)).toMatchObject({ state: 'approved', refusal: null });
    expect(await carryOut(acme, id)).toMatchObject({ state: 'invalidated', refusal: 'ended' });
    const seen = await look(acme, id);
    expect(seen).toMatchObject({ state: 'invalidated', executions: 0, orders: 0 });
    expect(seen.reason).toMatch(/changed from|is not the price times the quantity/);
    expect(await ordersOf(acme)).toBe(orders);
  },
);

test('a plan without an amount is judged by the lowest band, and ends without a purchase order', async () => {
  const cheap = await consentVerdict();
  const id = await waiting(acme, { forge: (text) => cheap({ ...text, amount_minor: null, currency: null }) }, newId());
  await consent(acme, id);
  expect(await carryOut(acme, id)).toMatchObject({
    state: 'invalidated',
    detail: 'the amount that was approved is not the price times the quantity',
  });
});

test('a forged plan that is honest about its effect is executed: the walls above refuse the difference, not the door', async () => {
  const id = await waiting(acme, { quantity: 8, forge: change({ nonce: 'another' }) }, newId());
  await consent(acme, id);
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed', refusal: null });
  expect(await ordersOf(acme)).toBe(orders + 1);
});

test('decides about the digest that was shown, and about no other, none, or a part of it', async () => {
  const id = await waiting(acme, { quantity: 397 });
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    id,
  ]);
  if (row === undefined) throw new Error('no plan');
  const record = 'select * from approval.record_consent($1, $2)';
  for (const other of [null, Buffer.alloc(32), row.digest.subarray(0, 31), Buffer.alloc(0)]) {
    if (other !== null) {
      expect(await decide(acme, id, 'felix', { digest: other })).toMatchObject({ refusal: 'not_what_you_were_shown' });
    }
    const [answer] = await direct(acme.inventory, acme.tenant, record, [id, other]);
    expect(answer).toMatchObject({ refusal: 'not_what_you_were_shown' });
  }
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', executions: 0 });
  expect(await decide(acme, id, 'felix', { digest: row.digest })).toMatchObject({ state: 'approved' });
});

test('what somebody who does not exist asks for leaves nothing behind', async () => {
  const planned = await plan(acme, { forge: change({ requester: 'x'.repeat(2_000) }) });
  expect(await askPlanned(acme, planned)).toMatchObject({ refusal: 'inactive' });
  expect(await database.admin("select from approval.asker where requester like 'x%'")).toEqual([]);
});
