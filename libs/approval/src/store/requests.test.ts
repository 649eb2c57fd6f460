import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { carryOut, consent, decide, DEFINITION, openCompany, waiting, type Company } from './company.fixture.ts';
import { listRequests, publishedDefinitions, readRequest, type RequestFilter } from './requests.ts';

const database = await testDatabase();
let acme: Company;
let globex: Company;
/** Six requests, oldest first: mara's and mo's in turn. The third was executed, the fourth rejected. */
const ids: string[] = [];

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  globex = await openCompany(database, await foundTenant(database, { tenant: 'globex' }));
  for (let n = 0; n < 6; n += 1) {
    ids.push(await waiting(acme, { quantity: n + 1, requester: n % 2 === 0 ? 'mara' : 'mo' }));
  }
  const [, , third = '', fourth = ''] = ids;
  await consent(acme, third);
  await carryOut(acme, third);
  await decide(acme, fourth, 'felix', { approve: false, reason: 'not this month' });
  // All in one instant: then only the id says which comes first.
  await database.admin("update approval.request set asked_at = '2026-03-01T12:00:00.123Z'");
});

const ALL: RequestFilter = { requester: null, states: null, after: null, limit: 50 };
const list = async (filter: Partial<RequestFilter>, company = acme): Promise<readonly [readonly string[], number]> => {
  const { requests, total } = await company.inventory.read(company.tenant, (tx) =>
    listRequests(tx, { ...ALL, ...filter }),
  );
  return [requests.map(({ id }) => id), total];
};
const newestFirst = (): readonly string[] => [...ids].sort().reverse();

test('lists newest first, page by page without a gap or a repetition, and says how many there are', async () => {
  const seen: string[] = [];
  let after: RequestFilter['after'] = null;
  for (let page = 0; page < 4; page += 1) {
    const [found, total] = await list({ after, limit: 2 });
    expect(total).toBe(6);
    seen.push(...found);
    after = { askedAt: '2026-03-01T12:00:00.123Z', id: seen.at(-1) ?? '' };
  }
  expect(seen).toEqual(newestFirst());
});

test('lists one person’s, or those that stand somewhere, and counts only those', async () => {
  expect(await list({ requester: 'mo' })).toEqual([newestFirst().filter((id) => ids.indexOf(id) % 2 === 1), 3]);
  expect(await list({ states: ['executed'] })).toEqual([[ids[2]], 1]);
  expect(await list({ states: ['executed', 'rejected'], requester: 'mara' })).toEqual([[ids[2]], 1]);
  expect(await list({ requester: 'nobody' })).toEqual([[], 0]);
});

test('another tenant lists, counts and reads none of them, by no cursor and no id', async () => {
  expect(await list({}, globex)).toEqual([[], 0]);
  expect(await list({ after: { askedAt: '2999-01-01T00:00:00Z', id: ids[0] ?? '' } }, globex)).toEqual([[], 0]);
  for (const id of ids) {
    expect(await globex.inventory.read(globex.tenant, (tx) => readRequest(tx, id))).toBeUndefined();
    expect(await globex.terminal.read(globex.tenant, (tx) => readRequest(tx, id))).toBeUndefined();
  }
});

test('a request is read with its plan, its card, who decided and why it ended', async () => {
  const rejected = await acme.terminal.read(acme.tenant, (tx) => readRequest(tx, ids[3] ?? ''));
  expect(rejected).toMatchObject({
    ...{ server: 'inventory', tool: 'create_reorder', requester: 'mo', agent: 'desk', state: 'rejected' },
    ...{ tier: 'consent', quorum: 1, needRole: null, amountMinor: 5_000n, currency: 'EUR', caseId: null },
    ...{ reason: 'not this month', result: null, executeAfter: null, executeUntil: null },
    card: { sentence: 'Order 4 of COF-1KG.', cost: { amount: '50.00', currency: 'EUR' } },
    decisions: [{ person: 'felix', verdict: 'reject', via: 'terminal' }],
  });
  const executed = await acme.inventory.read(acme.tenant, (tx) => readRequest(tx, ids[2] ?? ''));
  expect(executed).toMatchObject({ decisions: [{ person: 'mara', verdict: 'consent', via: 'elicitation' }] });
  expect(JSON.parse(executed?.result ?? '')).toMatchObject({ purchase_order_state: 'open' });
});

test('the published definitions are those of the calling server', async () => {
  await database.admin("insert into approval.definition values ('payments', 'release_payment', repeat('e', 64))");
  const published = await acme.inventory.read(acme.tenant, publishedDefinitions);
  expect([...published]).toEqual(expect.arrayContaining([['create_reorder', DEFINITION]]));
  expect(published.size).toBe(3);
});
