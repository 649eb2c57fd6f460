import {
  ask,
  execute,
  readRequest,
  recordConsent,
  withdraw,
  type LedgerAnswer,
  type LedgerRequest,
} from '@supercargo/approval';
import { canonicalText, digest, type CanonicalValue } from '@supercargo/audit';
import { CustomerId } from '@supercargo/kernel';
import { handleDue, withCustomers } from '@supercargo/mcp-kit';
import type { TenantTx } from '@supercargo/tenancy';
import { openStage, PEOPLE, publish, stageOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_RETURNS } from './customers.fixture.ts';
import { RETURNS } from './returns.fixture.ts';
import { newSale } from './store/writes.fixture.ts';

// Whoever has the password of the customers' login of Returns, and no program of ours in front of it.
const database = await testDatabase();
const customers = ['carla', 'carlos'].map((id) => ({ id, name: `Customer ${id}`, roles: ['customer'] }));
const stage = await openStage(database, OWN_RETURNS, { founding: { people: [...PEOPLE, ...customers] } });
const { tenant } = stage.principal('carla');
const staff = stageOf(database, { ...RETURNS, definition: withCustomers(RETURNS.definition) }, tenant);
await publish(database, staff.runtime);
const door = database.door('supercargo_returns_customer', { connectionsMax: 2 });

const as = <T>(customer: string, work: (tx: TenantTx) => Promise<T>): Promise<T> =>
  door.forCustomer(CustomerId.parse(customer)).write(tenant, work);

type Plan = Record<string, CanonicalValue>;

/** A request that a customer asked for honestly, by the program of ours. */
async function honest(customer = 'CUS-CARLA', person = 'carla'): Promise<LedgerRequest> {
  const order = await newSale(stage, { customer });
  const caller = stageOf(database, { ...OWN_RETURNS, customer }, tenant);
  const input = { order, lines: [{ sku: 'TEA-ASM', quantity: 2 }], reason: 'damaged' };
  const asked = await caller.call(person, 'request_return', input, { canShow: ['forms'] });
  if (asked.kind !== 'consent') throw new Error(`not asked: ${JSON.stringify(asked)}`);
  return asked.request;
}

let cards = 0;
/** The text of an honest plan with something changed, its card held to the amount as the ledger demands. */
function forged(of: LedgerRequest, change: (plan: Plan) => Plan): { id: string; plan: string; card: string } {
  const id = crypto.randomUUID();
  const base = JSON.parse(of.plan) as Plan;
  const next = change({ ...base, id, nonce: `forged ${(cards += 1).toString()}`, arguments: { forged: cards } });
  const minor = (next['amount_minor'] as string).padStart(3, '0');
  const cost = { amount: `${minor.slice(0, -2)}.${minor.slice(-2)}`, currency: 'EUR' };
  const card = canonicalText({ ...(of.card as unknown as Plan), cost });
  return { id, card, plan: canonicalText({ ...next, card: digest('card', card).toString('hex') }) };
}

const asked = (customer: string, of: LedgerRequest, change: (plan: Plan) => Plan): Promise<LedgerAnswer> =>
  as(customer, (tx) => ask(tx, forged(of, change), null));

/** Asked, consented to and executed, all by the login itself; where it then stands. */
async function forced(
  customer: string,
  of: LedgerRequest,
  change: (plan: Plan) => Plan,
): Promise<LedgerRequest | undefined> {
  const text = forged(of, change);
  const answer = await as(customer, (tx) => ask(tx, text, null));
  expect(answer.refusal).toBeNull();
  return as(customer, async (tx) => {
    await recordConsent(tx, text.id, Buffer.from(digest('plan', text.plan)));
    await execute(tx, 'returns.request_return', text.id);
    return readRequest(tx, text.id);
  });
}

const opened = (order: unknown): Promise<readonly unknown[]> =>
  database.admin('select customer_id from returns.rma where order_number = $1', [order]);
const effectOf = (plan: Plan): Plan => plan['effect'] as Plan;

test.each<readonly [string, (plan: Plan) => Plan, string]>([
  ['another customer', (plan) => ({ ...plan, customer: 'CUS-CARLOS' }), 'a plan of another customer'],
  ['nobody', ({ customer: _, ...plan }) => plan, 'a plan of another customer'],
  ['staff, by their tool', (plan) => ({ ...plan, tool: 'approve_return' }), 'a tool that others ask for'],
  ['another server', (plan) => ({ ...plan, server: 'payments', tool: 'issue_refund' }), 'a plan of another server'],
  ['another company', (plan) => ({ ...plan, tenant: 'globex' }), 'a plan of another server or tenant'],
  ['an event', (plan) => ({ ...plan, event: crypto.randomUUID(), chain: ['carla'] }), 'asked by ask_born'],
])('it asks for nothing on behalf of %s', async (_what, change, said) => {
  const request = await honest();
  await expect(asked('CUS-CARLA', request, change)).rejects.toThrow(said);
});

test('it asks in the name of no member of the staff, and of nobody', async () => {
  const request = await honest();
  for (const requester of ['mara', 'felix', 'ada', 'nobody']) {
    expect(await asked('CUS-CARLA', request, (plan) => ({ ...plan, requester }))).toMatchObject({
      refusal: 'inactive',
    });
  }
});

test.each<readonly [string, (plan: Plan) => Plan]>([
  ['without a consent that the policy asks for', (plan) => ({ ...plan, quorum: 0 })],
  ['by a rule of its own', (plan) => ({ ...plan, rule: 'f'.repeat(64) })],
  ['at a value that asks for nobody else', (plan) => ({ ...plan, amount_minor: '500000' })],
])('it asks for nothing %s', async (_what, change) => {
  const request = await honest();
  expect(await asked('CUS-CARLA', request, change)).toMatchObject({ refusal: 'policy_moved' });
});

test.each<readonly [string, (plan: Plan) => Plan]>([
  ['a price of its own', (plan) => ({ ...plan, amount_minor: '1' })],
  [
    'more than was sold',
    (plan) => ({
      ...plan,
      amount_minor: '7680',
      effect: { ...effectOf(plan), lines: [{ sku: 'TEA-ASM', quantity: 6 }] },
    }),
  ],
  [
    'less than nothing',
    (plan) => ({ ...plan, effect: { ...effectOf(plan), lines: [{ sku: 'TEA-ASM', quantity: -2 }] } }),
  ],
  ['nothing', (plan) => ({ ...plan, effect: { ...effectOf(plan), lines: [] } })],
  [
    'an item twice',
    (plan) => ({
      ...plan,
      effect: {
        ...effectOf(plan),
        lines: [
          { sku: 'TEA-ASM', quantity: 1 },
          { sku: 'TEA-ASM', quantity: 1 },
        ],
      },
    }),
  ],
  [
    'what was not sold',
    (plan) => ({ ...plan, effect: { ...effectOf(plan), lines: [{ sku: 'EQP-GRH', quantity: 2 }] } }),
  ],
  ['a reason that there is not', (plan) => ({ ...plan, effect: { ...effectOf(plan), reason: 'because' } })],
])('a forged plan of %s opens nothing', async (_what, change) => {
  const request = await honest();
  expect(await forced('CUS-CARLA', request, change)).toMatchObject({ state: 'invalidated' });
  const { order } = effectOf(JSON.parse(request.plan) as Plan);
  expect(await opened(order)).toEqual([]);
});

test('another customer’s order is not sent back by a plan that names it', async () => {
  const [mine, theirs] = [await honest(), await honest('CUS-CARLOS', 'carlos')];
  const { effect, guards } = JSON.parse(theirs.plan) as { effect: Plan; guards: Plan };
  expect(await forced('CUS-CARLA', mine, (plan) => ({ ...plan, effect, guards }))).toMatchObject({
    state: 'invalidated',
  });
  expect(await opened(effect['order'])).toEqual([]);
});

test('it sees, agrees to, withdraws and executes no request of the customer whom its transaction does not name', async () => {
  const theirs = await honest('CUS-CARLOS', 'carlos');
  const unknown = { refusal: 'unknown_request', requestId: null };
  await as('CUS-CARLA', async (tx) => {
    expect(await readRequest(tx, theirs.id)).toBeUndefined();
    expect(await recordConsent(tx, theirs.id, theirs.planDigest)).toMatchObject(unknown);
    expect(await withdraw(tx, theirs.id, 'carlos', null)).toMatchObject({ refusal: 'unknown_request' });
    expect(await execute(tx, 'returns.request_return', theirs.id)).toMatchObject({ refusal: 'unknown_request' });
  });
  await as('CUS-CARLOS', (tx) => recordConsent(tx, theirs.id, theirs.planDigest));
  expect(await as('CUS-CARLA', (tx) => execute(tx, 'returns.request_return', theirs.id))).toMatchObject({
    ...{ refusal: 'unknown_request', state: null },
  });
  const { order } = effectOf(JSON.parse(theirs.plan) as Plan);
  expect(await opened(order)).toEqual([]);
});

test('the staff’s login neither asks as a customer, nor agrees or withdraws for one', async () => {
  const theirs = await honest();
  const { door: own } = staff.runtime;
  for (const change of [(plan: Plan): Plan => plan, ({ customer: _, ...plan }: Plan): Plan => plan]) {
    await expect(own.write(tenant, (tx) => ask(tx, forged(theirs, change), null))).rejects.toThrow(
      /a plan of another|a tool that others/,
    );
  }
  await own.write(tenant, async (tx) => {
    expect(await recordConsent(tx, theirs.id, theirs.planDigest)).toMatchObject({ refusal: 'unknown_request' });
    expect(await withdraw(tx, theirs.id, 'carla', null)).toMatchObject({ refusal: 'unknown_request' });
    expect(await execute(tx, 'returns.request_return', theirs.id)).toMatchObject({ refusal: 'not_approved' });
  });
});

test('an honest yes whose host died is done by the staff’s worker, once', async () => {
  const request = await honest();
  await as('CUS-CARLA', (tx) => recordConsent(tx, request.id, request.planDigest));
  await Promise.all([1, 2, 3].map(() => handleDue(staff.runtime, tenant, request.id)));
  const { order } = effectOf(JSON.parse(request.plan) as Plan);
  expect(await opened(order)).toEqual([{ customer_id: 'CUS-CARLA' }]);
});

test('it is told the rule of what customers ask for, and of nothing else', async () => {
  const rule = (tool: string): Promise<readonly unknown[]> =>
    as('CUS-CARLA', (tx) =>
      tx.query({
        name: `rule ${tool}`,
        text: `select refusal, tier from policy.required('returns', '${tool}', 'EUR', 100, null, 'carla')`,
      }),
    );
  expect(await rule('request_return')).toEqual([{ refusal: null, tier: 'consent' }]);
  for (const tool of ['approve_return', 'issue_label']) {
    expect(await rule(tool)).toEqual([{ refusal: 'no_policy', tier: null }]);
  }
});

test('what it can: name any customer itself, and open for them what they could, which pays nothing', async () => {
  const order = await newSale(stage, { customer: 'CUS-CARLOS' });
  const request = await honest('CUS-CARLOS', 'carlos');
  const forcedRequest = await forced('CUS-CARLOS', request, (plan) => ({
    ...plan,
    effect: { ...effectOf(plan), order },
  }));
  expect(forcedRequest).toMatchObject({ state: 'executed' });
  expect(await database.admin('select state, refund_minor from returns.rma where order_number = $1', [order])).toEqual([
    { state: 'requested', refund_minor: null },
  ]);
});

test('without a customer it asks, agrees and executes nothing', async () => {
  const request = await honest();
  for (const attempt of [
    (tx: TenantTx) =>
      ask(
        tx,
        forged(request, (plan) => plan),
        null,
      ),
    (tx: TenantTx) => recordConsent(tx, request.id, request.planDigest),
    (tx: TenantTx) => withdraw(tx, request.id, 'carla', null),
    (tx: TenantTx) => execute(tx, 'returns.request_return', request.id),
  ]) {
    await expect(door.write(tenant, attempt)).rejects.toThrow('no customer set');
  }
});
