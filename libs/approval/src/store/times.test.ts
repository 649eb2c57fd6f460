import { seededPolicy } from '@supercargo/policy';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { expire, withdraw } from './ledger.ts';
import { carryOut, consent, decide, look, openCompany, ordersOf, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
const HOLD_SECONDS = 2;
let acme: Company;
/** A company whose orders are held for a moment after their approval. */
let holding: Company;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  const rules = seededPolicy('EUR').rules.map((rule) => ({ ...rule, hold_seconds: HOLD_SECONDS }));
  holding = await openCompany(database, await foundTenant(database, { tenant: 'holding', rules }));
});

let keys = 0;
function asked(wish: Parameters<typeof waiting>[1] = {}): Promise<string> {
  keys += 1;
  return waiting(acme, wish, `key ${keys}`);
}
const past = (column: string, id: string): Promise<unknown> =>
  database.admin(`update approval.request set ${column} = clock_timestamp() - interval '1 ms' where id = $1`, [id]);
const expireNow = (id: string, company = acme): Promise<boolean> =>
  company.inventory.write(company.tenant, (tx) => expire(tx, id));
const takeBack = (id: string, person: string, reason: string | null = null): ReturnType<typeof withdraw> =>
  acme.inventory.write(acme.tenant, (tx) => withdraw(tx, id, person, reason));
const due = async (): Promise<readonly string[]> => (await acme.inventory.due(100)).map(({ requestId }) => requestId);

test('what waited past its time is decided by nobody, and ends once, with one record, though ten come to end it', async () => {
  const id = await asked();
  expect(await due()).not.toContain(id);
  expect(await expireNow(id)).toBe(false);
  await past('waits_until', id);
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'not_waiting', state: 'waiting' });
  expect(await due()).toContain(id);
  const ended = await Promise.all(Array.from({ length: 10 }, () => expireNow(id)));
  expect(ended.filter(Boolean)).toHaveLength(1);
  expect(await look(acme, id)).toEqual({
    ...{ state: 'expired', reason: 'nobody decided in time', executions: 0, orders: 0 },
    record: ['asked', 'decision_refused', 'expired'],
  });
  expect(await due()).not.toContain(id);
});

test('a consent that comes after its time is refused', async () => {
  const id = await asked({ quantity: 1 });
  await past('waits_until', id);
  expect(await consent(acme, id)).toMatchObject({ refusal: 'not_waiting' });
});

test('what was approved and not executed in time is not executed, and ends once', async () => {
  const id = await asked();
  await decide(acme, id, 'felix');
  expect(await expireNow(id)).toBe(false);
  await past('execute_until', id);
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'expired', state: 'approved' });
  expect(await due()).toContain(id);
  const ended = await Promise.all([expireNow(id), expireNow(id), expireNow(id)]);
  expect(ended.filter(Boolean)).toHaveLength(1);
  expect(await look(acme, id)).toEqual({
    ...{ state: 'expired', reason: 'approved, but not executed in time', executions: 0, orders: 0 },
    record: ['asked', 'decided', 'expired'],
  });
  expect(await carryOut(acme, id)).toMatchObject({ refusal: 'ended', state: 'expired' });
});

test('executing and ending in the same moment, one of them happens', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => asked()));
  for (const id of ids) await decide(acme, id, 'felix');
  await database.admin(
    "update approval.request set execute_until = clock_timestamp() + interval '15 ms' where state = 'approved'",
  );
  await Promise.all(ids.flatMap((id) => [carryOut(acme, id), expireNow(id)]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all(ids.map((id) => expireNow(id)));
  for (const id of ids) {
    const { state, orders, executions } = await look(acme, id);
    expect([state, orders, executions]).toEqual(state === 'executed' ? ['executed', 1, 1] : ['expired', 0, 0]);
  }
});

test('a request waits as long as the rule says, by the database’s clock, and an approval lasts as long as the rule says', async () => {
  const id = await asked();
  await decide(acme, id, 'felix');
  const [row] = await database.admin(
    `select extract(epoch from waits_until - asked_at)::int as waits, extract(epoch from execute_until - execute_after)::int as lasts,
            execute_after = approved_at as "atOnce", clock_timestamp() - approved_at < interval '10 s' as "justNow"
     from approval.request where id = $1`,
    [id],
  );
  expect(row).toMatchObject({ lasts: 3_600, justNow: true });
  expect(Number(row?.['waits'])).toBeGreaterThanOrEqual(86_395);
  expect(Number(row?.['waits'])).toBeLessThanOrEqual(86_400);
});

test('an approval that is held waits out its hold, may be taken back meanwhile, and then executes', async () => {
  const [held, undone] = [await waiting(holding, {}, 'held'), await waiting(holding, {}, 'undone')];
  for (const id of [held, undone]) await decide(holding, id, 'felix');
  expect(await carryOut(holding, held)).toMatchObject({ refusal: 'held', state: 'approved' });
  expect((await holding.inventory.due(100)).map(({ requestId }) => requestId)).not.toContain(held);
  const taken = await holding.inventory.write(holding.tenant, (tx) => withdraw(tx, undone, 'mara', 'too much'));
  expect(taken).toMatchObject({ state: 'withdrawn', refusal: null });
  await new Promise((resolve) => setTimeout(resolve, HOLD_SECONDS * 1000 + 100));
  expect((await holding.inventory.due(100)).map(({ requestId }) => requestId)).toContain(held);
  expect(await carryOut(holding, held)).toMatchObject({ state: 'executed', refusal: null });
  expect(await carryOut(holding, undone)).toMatchObject({ refusal: 'ended', state: 'withdrawn' });
  expect(await ordersOf(holding)).toBe(1);
});

test('a requester takes back what waits and what is approved, with a reason and a record', async () => {
  for (const approved of [false, true]) {
    const id = await asked();
    if (approved) await decide(acme, id, 'felix');
    expect(await takeBack(id, 'mara', 'wrong item')).toMatchObject({ state: 'withdrawn', refusal: null });
    expect(await look(acme, id)).toMatchObject({ state: 'withdrawn', reason: 'wrong item', executions: 0 });
    expect((await look(acme, id)).record.at(-1)).toBe('withdrawn');
    expect(await carryOut(acme, id)).toMatchObject({ refusal: 'ended', detail: 'wrong item' });
    expect(await takeBack(id, 'mara')).toMatchObject({ refusal: 'not_waiting', state: 'withdrawn' });
    expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'not_waiting' });
  }
});

test.each(['mo', 'felix', 'nobody', '', null])('%s, who did not ask, takes nothing back', async (person) => {
  const id = await asked();
  const answer = await acme.inventory.write(acme.tenant, (tx) =>
    tx.query({ name: '', text: 'select * from approval.withdraw($1, $2, null)' }, [id, person]),
  );
  expect(answer).toMatchObject([{ refusal: 'unknown_request', state: null }]);
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', record: ['asked'] });
});

test('what was executed is not taken back', async () => {
  const id = await asked();
  await decide(acme, id, 'felix');
  await carryOut(acme, id);
  expect(await takeBack(id, 'mara')).toMatchObject({ refusal: 'not_waiting', state: 'executed' });
  expect(await look(acme, id)).toMatchObject({ state: 'executed', orders: 1 });
});

test('taking back and executing in the same moment, one of them happens', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => asked()));
  for (const id of ids) await decide(acme, id, 'felix');
  await Promise.all(ids.flatMap((id) => [carryOut(acme, id), takeBack(id, 'mara')]));
  for (const id of ids) {
    const { state, orders } = await look(acme, id);
    expect([state, orders]).toEqual(state === 'executed' ? ['executed', 1] : ['withdrawn', 0]);
  }
});

test('ending a request that is not there, or not over, does nothing', async () => {
  expect(await expireNow('00000000-0000-7000-8000-000000000000')).toBe(false);
  const id = await asked();
  await decide(acme, id, 'felix');
  await carryOut(acme, id);
  await past('execute_until', id);
  expect(await expireNow(id)).toBe(false);
  expect(await look(acme, id)).toMatchObject({ state: 'executed' });
});
