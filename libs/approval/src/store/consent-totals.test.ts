import { foundTenant, PEOPLE, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import {
  askFor,
  carryOut,
  consent,
  decide,
  look,
  openCompany,
  ordersOf,
  TEA_999,
  waiting,
  type Company,
} from './company.fixture.ts';
import { CONSENT_USED_UP, crowdOf, spent } from './totals.fixture.ts';

const database = await testDatabase();
const crowd = crowdOf('buyer', 'supply_chain_manager', 30);

async function company(tenant: string): Promise<Company> {
  return openCompany(database, await foundTenant(database, { tenant, people: [...PEOPLE, ...crowd] }));
}

async function tierOf(id: string | null): Promise<unknown> {
  const [row] = await database.admin('select tier from approval.plan where request_id = $1', [id]);
  return row?.['tier'];
}

test('three 999.00 of a day are consented to; the fourth needs another person', async () => {
  const acme = await company('acme');
  for (let n = 0; n < 3; n += 1) {
    const id = await waiting(acme, TEA_999, `tea ${n}`);
    expect(await tierOf(id)).toBe('consent');
    expect(await consent(acme, id)).toMatchObject({ state: 'approved' });
    expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  }
  const fourth = await waiting(acme, TEA_999, 'tea 4');
  expect(await tierOf(fourth)).toBe('person');
  expect(await consent(acme, fourth)).toMatchObject({ refusal: 'consent_not_enough' });
  expect(await carryOut(acme, fourth)).toMatchObject({ refusal: 'not_approved' });
  expect(await ordersOf(acme)).toBe(3);
  // 3.00 is left of mara's day, less than one of it costs; mo has a day of his own.
  expect(await tierOf(await waiting(acme, { sku: 'TEA-100', quantity: 1 }))).toBe('person');
  expect(await tierOf(await waiting(acme, { ...TEA_999, requester: 'mo' }))).toBe('consent');
  expect(await decide(acme, fourth, 'felix')).toMatchObject({ state: 'approved' });
  expect(await carryOut(acme, fourth)).toMatchObject({ state: 'executed' });
  expect(await spent(acme)).toMatchObject({ 'requester mara': 299_700 });
});

test('of four 999.00 asked first and consented to at once three execute; the fourth says why not', async () => {
  const acme = await company('bell');
  const ids = await Promise.all([0, 1, 2, 3].map((n) => waiting(acme, TEA_999, `tea ${n}`)));
  expect(await Promise.all(ids.map(tierOf))).toEqual(['consent', 'consent', 'consent', 'consent']);
  await Promise.all(ids.map(async (id) => consent(acme, id).then(() => carryOut(acme, id))));
  const seen = await Promise.all(ids.map((id) => look(acme, id)));
  expect(seen.map(({ state }) => state).sort()).toEqual(['executed', 'executed', 'executed', 'invalidated']);
  expect(seen.find(({ state }) => state === 'invalidated')).toEqual({
    ...{ state: 'invalidated', reason: CONSENT_USED_UP, executions: 0, orders: 0 },
    record: ['asked', 'decided', 'invalidated'],
  });
  expect(await ordersOf(acme)).toBe(3);
  expect(await spent(acme)).toEqual({ 'requester mara': 299_700, 'server inventory': 299_700 });
});

test('over 30 people at once the server’s consents of a day stay below 20,000.00, whoever they say is asking', async () => {
  const acme = await company('crowd');
  const wishes = crowd.flatMap(({ id }) => [0, 1, 2].map((n) => [id, `tea ${n}`] as const));
  const ids = await Promise.all(
    wishes.map(([requester, key]) => askFor(acme, { ...TEA_999, requester }, key).then(({ requestId }) => requestId)),
  );
  await Promise.all(
    ids.map(async (id) => {
      if (id === null) throw new Error('not asked');
      await consent(acme, id);
      await carryOut(acme, id);
    }),
  );
  // 20 of 999.00 are 19,980.00; the twenty-first would pass the cap.
  expect(await ordersOf(acme)).toBe(20);
  const totals = await spent(acme);
  expect(totals['server inventory']).toBe(20 * 99_900);
  expect(Math.max(...Object.values({ ...totals, 'server inventory': 0 }))).toBeLessThanOrEqual(300_000);
  const states = await acme.admin(
    'select state, reason, count(*)::int as requests from approval.request where tenant_id = $1 group by 1, 2 order by 1',
    [acme.tenant],
  );
  expect(states).toEqual([
    { state: 'executed', reason: null, requests: 20 },
    { state: 'invalidated', reason: CONSENT_USED_UP, requests: 70 },
  ]);
}, 60_000);

test('what another person approved is not counted as a consent, and goes on when the consents are used up', async () => {
  const acme = await company('desk');
  const ids = await Promise.all([0, 1, 2, 3].map((n) => waiting(acme, TEA_999, `tea ${n}`)));
  const [approved = '', ...consented] = ids;
  expect(await decide(acme, approved, 'felix')).toMatchObject({ state: 'approved' });
  for (const id of consented) {
    await consent(acme, id);
    expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  }
  expect(await tierOf(approved)).toBe('consent');
  expect(await carryOut(acme, approved)).toMatchObject({ state: 'executed', refusal: null });
  expect(await spent(acme)).toEqual({ 'requester mara': 299_700, 'server inventory': 299_700 });
});

test('an invalidated, failed or withdrawn consent spends nothing', async () => {
  const acme = await company('early');
  const withdrawn = await waiting(acme, TEA_999, 'withdrawn');
  await consent(acme, withdrawn);
  await acme.admin("update approval.request set state = 'withdrawn', ended_at = clock_timestamp() where id = $1", [
    withdrawn,
  ]);
  const broken = await waiting(acme, TEA_999, 'broken');
  await consent(acme, broken);
  await acme.admin("update inventory.item set price_minor = 998 where tenant_id = 'early' and sku = 'TEA-100'");
  expect(await carryOut(acme, broken)).toMatchObject({ state: 'invalidated' });
  expect(await spent(acme)).toEqual({});
});
