import { direct, foundTenant, PEOPLE, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import {
  askFor,
  askPlanned,
  carryOut,
  consent,
  decide,
  look,
  openCompany,
  plan,
  waiting,
  type Company,
} from './company.fixture.ts';
import { CONSENT_USED_UP, crowdOf, spent } from './totals.fixture.ts';

// What changes stock has no amount: its consents are counted in units, 300 a day for a requester and 2,000 for a server.
const database = await testDatabase();
const crowd = crowdOf('clerk', 'warehouse_clerk', 10);
const ADJUST = 'inventory.adjust_stock';

async function company(tenant: string): Promise<Company> {
  const opened = await openCompany(database, await foundTenant(database, { tenant, people: [...PEOPLE, ...crowd] }));
  // Thirty stocks, so that what is done at once does not wait for one row of stock.
  await opened.admin(
    "insert into inventory.item (tenant_id, sku, description, unit) select $1, 'CAN-' || n, 'Can', 'EA' from generate_series(0, 29) n",
    [tenant],
  );
  await opened.admin(
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
     select $1, 'HAM-1', 'CAN-' || n, 0, clock_timestamp() from generate_series(0, 29) n`,
    [tenant],
  );
  return opened;
}

async function tierOf(id: string): Promise<unknown> {
  const [row] = await database.admin('select tier, units::int from approval.plan where request_id = $1', [id]);
  return row;
}

async function onHand(of: Company): Promise<unknown> {
  const [row] = await of.admin('select sum(on_hand)::int as on_hand from inventory.stock where tenant_id = $1', [
    of.tenant,
  ]);
  return row?.['on_hand'];
}

/** Consented to, and executed as far as that goes. */
async function consented(of: Company, id: string): Promise<void> {
  await consent(of, id);
  await carryOut(of, id, ADJUST);
}

test('100 units are consented to, 101 need another person, who may not be the requester or a clerk', async () => {
  const acme = await company('acme');
  expect(await tierOf(await waiting(acme, { adjust: 100, requester: 'wes' }))).toEqual({ tier: 'consent', units: 100 });
  const id = await waiting(acme, { adjust: 101, requester: 'mo' });
  expect(await tierOf(id)).toEqual({ tier: 'person', units: 101 });
  expect(await consent(acme, id)).toMatchObject({ refusal: 'consent_not_enough' });
  expect(await decide(acme, id, 'mo')).toMatchObject({ refusal: 'own_request' });
  expect(await carryOut(acme, id, ADJUST)).toMatchObject({ refusal: 'not_approved' });
  expect(await onHand(acme)).toBe(5);
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
  expect(await carryOut(acme, id, ADJUST)).toMatchObject({ state: 'executed' });
  expect(await onHand(acme)).toBe(106);
  expect(await spent(acme)).toEqual({});
});

test('taking away counts as adding does: after 300 units of a day the next needs another person', async () => {
  const acme = await company('bell');
  for (const [n, adjust] of [100, -100, 100].entries()) {
    const id = await waiting(acme, { adjust, requester: 'wes' }, `count ${n}`);
    expect(await tierOf(id)).toMatchObject({ tier: 'consent' });
    await consented(acme, id);
    expect(await look(acme, id)).toMatchObject({ state: 'executed' });
  }
  expect(await onHand(acme)).toBe(105);
  expect(await tierOf(await waiting(acme, { adjust: 1, requester: 'wes' }))).toMatchObject({ tier: 'person' });
  expect(await tierOf(await waiting(acme, { adjust: 1, requester: 'clerk-0' }))).toMatchObject({ tier: 'consent' });
  expect(await spent(acme)).toEqual({ 'requester_units wes': 300, 'server_units inventory': 300 });
});

test('of ten consents of 100 units in the same moment exactly three are executed; the others say why not', async () => {
  const acme = await company('crowd');
  const ids = await Promise.all(
    Array.from({ length: 10 }, (_, n) => waiting(acme, { sku: `CAN-${n}`, adjust: 100, requester: 'wes' })),
  );
  await Promise.all(ids.map((id) => consented(acme, id)));
  const seen = await Promise.all(ids.map((id) => look(acme, id)));
  expect(seen.filter(({ state }) => state === 'executed')).toHaveLength(3);
  expect(seen.filter(({ state, reason }) => state === 'invalidated' && reason === CONSENT_USED_UP)).toHaveLength(7);
  expect(await onHand(acme)).toBe(305);
  expect(await spent(acme)).toEqual({ 'requester_units wes': 300, 'server_units inventory': 300 });
});

test('over ten people at once the server’s units of a day stay at 2,000, with reorders in between', async () => {
  const acme = await company('desk');
  const wishes = crowd.flatMap(({ id }, at) => [0, 1, 2].map((n) => ({ sku: `CAN-${3 * at + n}`, requester: id })));
  const ids = await Promise.all(wishes.map((wish) => waiting(acme, { ...wish, adjust: 100 })));
  const orders = await Promise.all(
    crowd.map(({ id }) => waiting(acme, { sku: 'TEA-100', quantity: 1, requester: id }, 'tea')),
  );
  await Promise.all([
    ...ids.map((id) => consented(acme, id)),
    ...orders.map(async (id) => consent(acme, id).then(() => carryOut(acme, id))),
  ]);
  expect(await onHand(acme)).toBe(2_005);
  expect(await spent(acme)).toMatchObject({ 'server_units inventory': 2_000, 'server inventory': 10 * 9_99 });
  const faults = await acme.admin(
    "select state from approval.request where tenant_id = $1 and state not in ('executed', 'invalidated')",
    [acme.tenant],
  );
  expect(faults).toEqual([]);
}, 60_000);

test.each(['repeatable read', 'serializable', 'read uncommitted'])(
  'at %s no stock is changed, and at read committed it is',
  async (level) => {
    const acme = await company(`level-${level.replace(' ', '-')}`);
    const id = await waiting(acme, { adjust: 50, requester: 'wes' });
    await consent(acme, id);
    const execute = { name: '', text: 'select * from inventory.adjust_stock($1)' };
    await expect(
      acme.inventory.write(acme.tenant, async (tx) => {
        await tx.query({ name: '', text: 'rollback' });
        await tx.query({ name: '', text: `begin isolation level ${level}` });
        await tx.query({ name: '', text: "select pg_catalog.set_config('app.tenant', $1, true)" }, [acme.tenant]);
        return tx.query(execute, [id]);
      }),
    ).rejects.toThrow('READ COMMITTED only');
    expect(await onHand(acme)).toBe(5);
    expect(await carryOut(acme, id, ADJUST)).toMatchObject({ state: 'executed' });
  },
);

test('a company that was founded before there were totals of units leaves all of it to another person', async () => {
  const acme = await company('early');
  await acme.admin("delete from policy.consent_limit where tenant_id = $1 and dimension like '%units'", [acme.tenant]);
  expect(await tierOf(await waiting(acme, { adjust: 1, requester: 'wes' }))).toMatchObject({ tier: 'person' });
});

test('a plan that says fewer units than it changes is consented to, and ends with the stock as it was', async () => {
  const acme = await company('forge');
  const [small, large] = [await plan(acme, { adjust: 1, requester: 'wes' }), { adjust: 500, requester: 'wes' }];
  const { rule, tier, quorum, need_role } = JSON.parse(small.text.plan) as Record<string, string>;
  for (const units of [1, 0, null]) {
    const lie = { units, ...{ rule, tier, quorum, need_role }, nonce: String(units) };
    const id = await waiting(acme, { ...large, forge: (whole) => ({ ...whole, ...lie }) }, `lie ${String(units)}`);
    expect(await consent(acme, id)).toMatchObject({ state: 'approved' });
    expect(await carryOut(acme, id, ADJUST)).toMatchObject({
      state: 'invalidated',
      detail: 'the number of units that was approved is not that of the change',
    });
  }
  expect(await onHand(acme)).toBe(5);
  expect(await askPlanned(acme, small)).toMatchObject({ state: 'waiting' });
});

test('the door of one tool does not open a request of another, nor of another tenant', async () => {
  const [acme, globex] = [await company('gate'), await company('globex')];
  const stock = await waiting(acme, { adjust: 5, requester: 'wes' });
  const order = await waiting(acme, { sku: 'TEA-100', quantity: 1 });
  await consent(acme, stock);
  await consent(acme, order);
  const through = (door: string, id: string, tenant = acme): Promise<unknown> =>
    direct(acme.inventory, tenant.tenant, `select refusal from inventory.${door}($1)`, [id]);
  for (const door of ['transfer_stock', 'create_reorder', 'cancel_reorder']) {
    expect(await through(door, stock), door).toEqual([{ refusal: 'unknown_request' }]);
  }
  expect(await through('adjust_stock', order)).toEqual([{ refusal: 'unknown_request' }]);
  expect(await through('adjust_stock', stock, globex)).toEqual([{ refusal: 'unknown_request' }]);
  for (const door of [acme.terminal, acme.importer]) {
    await expect(direct(door, acme.tenant, 'select * from inventory.adjust_stock($1)', [stock])).rejects.toThrow(
      'permission denied',
    );
  }
  expect(await onHand(acme)).toBe(5);
  expect(await through('adjust_stock', stock)).toEqual([{ refusal: null }]);
  expect(await askFor(acme, { adjust: 5, requester: 'wes' })).toMatchObject({ state: 'executed' });
});
