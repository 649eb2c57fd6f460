import type { Extent } from '@supercargo/imports';
import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from './load-demo.ts';
import { acmePast } from './past.ts';
import { acmeStory } from './story.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer', { connectionsMax: 2 });
const TODAY = '2026-11-21';

const load = (tenant: TenantId, extent: Extent, today = TODAY): Promise<boolean> =>
  door.write(tenant, (tx) => DEMO.load(tx, { tenant, currency: 'EUR', today, extent }));

const booksOf = (tenant: string): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    `select (select count(*)::int from orders.customer where tenant_id = $1) as customers,
       (select count(*)::int from orders.sales_order where tenant_id = $1) as orders,
       (select md5(string_agg(o::text, '|' order by number)) from orders.sales_order o where tenant_id = $1) as digest,
       (select md5(string_agg(l::text, '|' order by order_number, line_number)) from orders.order_line l where tenant_id = $1) as lines`,
    [tenant],
  );

const acme = await foundTenant(database);

test('a load that is killed leaves nothing half-loaded', async () => {
  const killed = door.write(acme, async (tx) => {
    await DEMO.load(tx, { tenant: acme, currency: 'EUR', today: TODAY, extent: 'whole' });
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await booksOf('acme')).toMatchObject([{ customers: 0, orders: 0 }]);
});

test('the story comes first, the rest later, and a second load writes nothing, on whatever day', async () => {
  expect(await load(acme, 'core')).toBe(true);
  expect(await booksOf('acme')).toMatchObject([{ customers: 8, orders: 7 }]);
  expect(await load(acme, 'core', '2027-01-01')).toBe(false);
  expect(await load(acme, 'whole')).toBe(true);
  const before = await booksOf('acme');
  expect(before).toMatchObject([{ customers: 8, orders: acmeStory(TODAY).length + acmePast(TODAY).length }]);
  expect(await load(acme, 'whole')).toBe(false);
  expect(await load(acme, 'whole', '2027-01-01')).toBe(false);
  expect(await booksOf('acme')).toEqual(before);
});

test('two first loads at once are one', async () => {
  const tour = await foundTenant(database, { tenant: 'tour' });
  expect((await Promise.all([load(tour, 'whole'), load(tour, 'whole')])).toSorted()).toEqual([false, true]);
});

test('globex has orders of the same numbers, which are others', async () => {
  await load(await foundTenant(database, { tenant: 'globex' }), 'whole');
  const rows = await database.admin(
    `select a.number, a.value_minor as acme, g.value_minor as globex from orders.sales_order a
     join orders.sales_order g on g.number = a.number and g.tenant_id = 'globex' where a.tenant_id = 'acme' order by 1`,
  );
  expect(rows).toEqual([
    { number: 'SO-1002', acme: '228000', globex: '28700' },
    { number: 'SO-1003', acme: '145000', globex: '16400' },
  ]);
});

test('every order is worth its lines, and stands as its days say', async () => {
  const rows = await database.admin(
    `select o.number from orders.sales_order o where o.tenant_id = 'acme' and (
       o.value_minor <> (select sum(l.value_minor) from orders.order_line l where (l.tenant_id, l.order_number) = (o.tenant_id, o.number))
       or o.placed_on > o.promised_on or (o.state = 'delivered') <> (o.delivered_on is not null) or o.delivered_on > $1::date
       or o.placed_on > $1::date or o.delivered_on < o.placed_on)`,
    [TODAY],
  );
  expect(rows).toEqual([]);
});

test.each(['2026-11-21', '2028-03-01'])(
  'on %s the list is real: most delivered, some overdue, some to come',
  (today) => {
    const orders = [...acmeStory(today), ...acmePast(today)];
    const open = orders.filter(({ state }) => ['placed', 'allocated', 'shipped'].includes(state));
    const overdue = open.filter(({ promisedOn }) => (promisedOn ?? today) < today);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length);
    expect(orders.length).toBeGreaterThan(230);
    expect(overdue.length).toBeGreaterThanOrEqual(5);
    expect(overdue.length).toBeLessThanOrEqual(12);
    expect(open.length - overdue.length).toBeGreaterThan(15);
    expect(orders.filter(({ state }) => state === 'cancelled').length).toBeGreaterThan(3);
    expect(overdue.map(({ number }) => number)).toContain('SO-1002');
    expect(new Set(orders.map(({ kind }) => kind))).toEqual(new Set(['sale', 'purchase', 'stock']));
  },
);
