import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
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
  type Company,
} from './company.fixture.ts';

const database = await testDatabase();
const acme = await openCompany(database, await foundTenant(database));
const globex = await openCompany(database, await foundTenant(database, { tenant: 'globex' }));

/** A quantity that no other test of this file orders: its arguments are its own. */
let quantities = 100;
function fresh(): { readonly sku: string; readonly quantity: number } {
  quantities += 1;
  return { sku: 'COF-1KG', quantity: quantities };
}

const idsOf = (answers: readonly { readonly requestId: string | null }[]): ReadonlySet<string | null> =>
  new Set(answers.map((answer) => answer.requestId));
const ten = <T>(make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 10 }, (_, index) => make(index)));

async function requestsOf(company: Company, quantity: number): Promise<number> {
  const [row] = await company.admin(
    `select count(*)::int as requests from approval.plan
     where tenant_id = $1 and (plan::jsonb #>> '{arguments,quantity}')::int = $2`,
    [company.tenant, quantity],
  );
  return Number(row?.['requests']);
}

test('ten asks at once with one idempotency key are one request, and ten executions at once one purchase order', async () => {
  const wish = fresh();
  const before = await ordersOf(acme);
  const ids = idsOf(await ten(() => askFor(acme, wish, 'one key')));
  expect(ids.size).toBe(1);
  expect(await requestsOf(acme, wish.quantity)).toBe(1);
  const [id] = [...ids];
  if (typeof id !== 'string') throw new Error('no request');
  await decide(acme, id, 'felix');
  const states = await ten(async () => (await carryOut(acme, id)).state);
  expect(new Set(states)).toEqual(new Set(['executed']));
  expect(await look(acme, id)).toEqual({
    ...{ state: 'executed', reason: null, executions: 1, orders: 1 },
    record: ['asked', 'decided', 'attempt', 'executed'],
  });
  expect(await ordersOf(acme)).toBe(before + 1);
});

test('ten identical asks at once without a key are one request; asks of other arguments are others', async () => {
  const wish = fresh();
  expect(idsOf(await ten(() => askFor(acme, wish))).size).toBe(1);
  expect(await requestsOf(acme, wish.quantity)).toBe(1);
  expect(idsOf(await ten(() => askFor(acme, fresh()))).size).toBe(10);
});

test('ten asks at once with ten keys are ten requests', async () => {
  const wish = fresh();
  expect(idsOf(await ten((index) => askFor(acme, wish, `key ${index}`))).size).toBe(10);
});

test('asked again within 15 minutes of its execution it is the executed request; later, another', async () => {
  const wish = { ...fresh(), quantity: 3 };
  const id = await waiting(acme, wish);
  await consent(acme, id);
  await carryOut(acme, id);
  expect(await askFor(acme, wish)).toMatchObject({ requestId: id, state: 'executed', refusal: null });

  const endedAt =
    'update approval.request set ended_at = clock_timestamp() - $3::interval where tenant_id = $1 and id = $2';
  await acme.admin(endedAt, [acme.tenant, id, '14 minutes 50 seconds']);
  expect(await askFor(acme, wish)).toMatchObject({ requestId: id, state: 'executed' });
  await acme.admin(endedAt, [acme.tenant, id, '15 minutes']);
  const again = await askFor(acme, wish);
  expect(again).toMatchObject({ state: 'waiting', refusal: null });
  expect(again.requestId).not.toBe(id);
});

test('a key stands for its request for good: executed, and after 15 minutes too', async () => {
  const wish = { ...fresh(), quantity: 4 };
  const id = await waiting(acme, wish, 'for good');
  await consent(acme, id);
  await carryOut(acme, id);
  await acme.admin("update approval.request set ended_at = clock_timestamp() - interval '29 days' where id = $1", [id]);
  expect(await askFor(acme, wish, 'for good')).toMatchObject({ requestId: id, state: 'executed' });
});

test('refuses a key that was used with other arguments, and names no request', async () => {
  await waiting(acme, fresh(), 'used');
  expect(await askFor(acme, fresh(), 'used')).toMatchObject({ requestId: null, refusal: 'idempotency_key_reused' });
});

test('a key is its requester’s and its tenant’s: the same key of somebody else is another request', async () => {
  const wish = fresh();
  const id = await waiting(acme, wish, 'shared');
  expect(await waiting(acme, { ...wish, requester: 'mo' }, 'shared')).not.toBe(id);
  expect(await waiting(globex, wish, 'shared')).not.toBe(id);
});

test('a new key asks for another request while an identical one is open', async () => {
  const wish = fresh();
  const first = await waiting(acme, wish);
  const second = await waiting(acme, wish, 'another, please');
  expect(second).not.toBe(first);
  expect(await requestsOf(acme, wish.quantity)).toBe(2);
});

test('an identical wish of another person, or in another tenant, is another request', async () => {
  const wish = fresh();
  const ids = [
    await waiting(acme, wish),
    await waiting(acme, { ...wish, requester: 'mo' }),
    await waiting(globex, wish),
  ];
  expect(new Set(ids).size).toBe(3);
});

test.each([
  ['waiting', "update approval.request set waits_until = clock_timestamp() - interval '1 second' where id = $1"],
  ['approved', "update approval.request set execute_until = clock_timestamp() - interval '1 second' where id = $1"],
])('a request that is %s past its time is not given again, swept or not', async (state, pass) => {
  const wish = fresh();
  const id = await waiting(acme, wish);
  if (state === 'approved') await decide(acme, id, 'felix');
  expect(await askFor(acme, wish)).toMatchObject({ requestId: id, state });
  await acme.admin(pass, [id]);
  const again = await askFor(acme, wish);
  expect(again).toMatchObject({ state: 'waiting', refusal: null });
  expect(again.requestId).not.toBe(id);
});

test.each(['rejected', 'withdrawn', 'invalidated', 'expired', 'failed'])(
  'after a request was %s the same wish is a new request',
  async (state) => {
    const wish = fresh();
    const id = await waiting(acme, wish);
    if (state === 'failed') await decide(acme, id, 'felix');
    await acme.admin('update approval.request set state = $2, ended_at = clock_timestamp() where id = $1', [id, state]);
    expect((await askFor(acme, wish)).requestId).not.toBe(id);
  },
);

test('ten re-plans of one wish, each with its own id, nonce and instants, are one request', async () => {
  const wish = fresh();
  const plans = await ten(() => plan(acme, wish));
  expect(new Set(plans.map(({ id }) => id)).size).toBe(10);
  expect(idsOf(await Promise.all(plans.map((planned) => askPlanned(acme, planned)))).size).toBe(1);
});
