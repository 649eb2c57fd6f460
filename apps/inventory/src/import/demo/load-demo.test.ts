import { foundTenant, testDatabase } from '@supercargo/testing';
import type { TenantId } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { BLUEPRINTS } from './blueprints.ts';
import { companyOf } from './company.ts';
import { importInto } from '../import-command.ts';
import { loadDemo } from './load-demo.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer', { connectionsMax: 2 });
const acme = await foundTenant(database);
const blueprint = BLUEPRINTS['globex'];
if (blueprint === undefined) throw new Error('globex is a demo company');

/** How many rows of each table the tenant has, and a digest of them all. */
async function rowsOf(
  tenant: TenantId,
): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly digest: string }> {
  const tables = ['supplier', 'warehouse', 'item', 'stock', 'purchase_order', 'movement'];
  const selects = tables.map(
    (table) => `select '${table}' as t, to_jsonb(r)::text as r from inventory.${table} r where tenant_id = $1`,
  );
  const rows = await database.admin<{ t: string; n: number; digest: string }>(
    `select t, count(*)::integer as n, md5(string_agg(r, '|' order by r)) as digest
     from (${selects.join(' union all ')}) rows group by t order by t`,
    [tenant],
  );
  return {
    counts: Object.fromEntries(rows.map(({ t, n }) => [t, n])),
    digest: rows.map(({ digest }) => digest).join(),
  };
}

const load = (extent: 'whole' | 'core', today: string, tenant = acme): Promise<boolean> =>
  door.write(tenant, (tx) => loadDemo(tx, blueprint, 'EUR', today, extent));

test('a load that is killed leaves nothing half-loaded', async () => {
  const killed = door.write(acme, async (tx) => {
    await loadDemo(tx, blueprint, 'EUR', '2026-11-21', 'whole');
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect((await rowsOf(acme)).counts).toStrictEqual({});
});

test('a home from before, with the story’s rows and no past, gets all that is missing', async () => {
  expect(await load('core', '2026-11-20')).toBe(true);
  const before = await rowsOf(acme);
  expect(before.counts).toMatchObject({ item: 2, stock: 2, warehouse: 1, supplier: 1 });
  expect(before.counts).not.toHaveProperty('purchase_order');

  expect(await load('whole', '2026-11-21')).toBe(true);
  const { counts } = await rowsOf(acme);
  expect(counts['item']).toBeGreaterThan(30);
  expect(counts['movement']).toBeGreaterThan((before.counts['movement'] ?? 0) + 500);
  const different = await database.admin(
    `select s.sku from inventory.stock s
     where s.tenant_id = $1 and s.on_hand <> (select sum(m.quantity) from inventory.movement m
       where m.tenant_id = s.tenant_id and m.sku = s.sku and m.warehouse_id = s.warehouse_id)`,
    [acme],
  );
  expect(different).toStrictEqual([]);
});

test('a second load writes nothing, on that day, on another, in full or not, and twice at once', async () => {
  const before = await rowsOf(acme);
  expect(await load('whole', '2026-11-21')).toBe(false);
  expect(await load('whole', '2027-02-01')).toBe(false);
  expect(await load('core', '2026-11-21')).toBe(false);
  expect(await Promise.all([load('whole', '2026-11-22'), load('whole', '2026-11-22')])).toStrictEqual([false, false]);
  expect(await rowsOf(acme)).toStrictEqual(before);
});

test('two first loads at once are one', async () => {
  const tour = await foundTenant(database, { tenant: 'tour' });
  const loaded = await Promise.all([load('whole', '2026-11-21', tour), load('whole', '2026-11-21', tour)]);
  expect(loaded.toSorted()).toStrictEqual([false, true]);
});

test('acme in full is all there, batch after batch', { timeout: 120_000 }, async () => {
  const full = BLUEPRINTS['acme'];
  if (full === undefined) throw new Error('acme is a demo company');
  const tenant = await foundTenant(database, { tenant: 'full' });
  await door.write(tenant, (tx) => loadDemo(tx, full, 'EUR', '2026-11-21', 'whole'));
  const facts = companyOf(full, '2026-11-21');
  expect((await rowsOf(tenant)).counts).toStrictEqual({
    ...{ supplier: facts.suppliers.length, warehouse: facts.warehouses.length, item: facts.items.length },
    ...{ stock: facts.stock.length, purchase_order: facts.orders.length, movement: facts.movements.length },
  });
});

test.each([
  [acme, ['--all'], 2],
  [acme, ['--core', 'more'], 2],
  ['scms' as TenantId, [], 2],
  ['constructor' as TenantId, [], 2],
  ['globex' as TenantId, [], 1],
] as const)('import demo %s %j ends with %i and loads nothing', async (tenant, args, code) => {
  const before = await rowsOf(tenant);
  expect(await importInto(door, ['demo', tenant, ...args])).toBe(code);
  expect(await rowsOf(tenant)).toStrictEqual(before);
});
