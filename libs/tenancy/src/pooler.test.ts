import type { TenantId } from '@supercargo/kernel';
import { foundTenant, startPgBouncer, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { openPrismaDoor } from './store/prisma.ts';

const database = await testDatabase();
const direct = database.config('supercargo_inventory');
const pooler = await startPgBouncer({
  ...{ host: direct.host, port: direct.port, database: database.name, serverConnections: 3 },
  users: [direct, database.config('supercargo_importer')].map(({ user, password }) => ({ user, password })),
});
const tenants: TenantId[] = [];

const SUPPLIERS = { name: 'suppliers', text: 'select tenant_id, id from inventory.supplier' };
const ADD = { name: 'add_supplier', text: 'insert into inventory.supplier (tenant_id, id, name) values ($1, $2, $3)' };

beforeAll(async () => {
  const importer = database.door('supercargo_importer');
  for (const name of ['acme', 'globex', 'initech', 'umbrella']) {
    const tenant = await foundTenant(database, { tenant: name });
    await importer.write(tenant, (tx) => tx.query(ADD, [tenant, `of-${tenant}`, 'Supplier']));
    tenants.push(tenant);
  }
});
afterAll(async () => {
  if (pooler.kind === 'running') await pooler.stop();
});

/** The address through the pooler; where there is none, the test is shown as skipped and says why. */
function through({ skip }: TestContext): { readonly port: number; readonly namedStatements: false } {
  if (pooler.kind === 'absent') return skip(pooler.why);
  return { port: pooler.port, namedStatements: false };
}

test('3,200 interleaved transactions of four tenants over three server connections each see their own rows', async (context) => {
  const door = database.door('supercargo_inventory', { ...through(context), connectionsMax: 24 });
  await door.check();
  const reads = Array.from({ length: 3_200 }, (_, index) => {
    const tenant = tenants[index % tenants.length] ?? tenants[0];
    if (tenant === undefined) throw new Error('no tenant was founded');
    return door.read(tenant, (tx) => tx.query(SUPPLIERS)).then((rows) => ({ tenant, rows }));
  });
  for (const { tenant, rows } of await Promise.all(reads)) {
    expect(rows).toEqual([{ tenant_id: tenant, id: `of-${tenant}` }]);
  }
});

test('writes of one tenant are refused to another, and fail alone', async (context) => {
  const door = database.door('supercargo_importer', { ...through(context), connectionsMax: 12 });
  const writes = await Promise.allSettled(
    Array.from({ length: 400 }, (_, index) => {
      const [mine, next] = [tenants[index % 4], tenants[(index + 1) % 4]];
      if (mine === undefined || next === undefined) throw new Error('no tenant was founded');
      const into = index % 3 === 0 ? next : mine;
      return door.write(mine, (tx) => tx.query(ADD, [into, `new-${index}`, 'New']));
    }),
  );
  expect(writes.map(({ status }) => status)).toEqual(
    Array.from({ length: 400 }, (_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
  );
  await database.admin(`delete from inventory.supplier where id like 'new-%'`);
});

test('Prisma keeps the tenants apart there as well', async (context) => {
  const prisma = openPrismaDoor({ ...direct, ...through(context) });
  const counts = await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const tenant = tenants[index % 4] ?? tenants[0];
      if (tenant === undefined) throw new Error('no tenant was founded');
      return prisma.read(tenant, async (db) => ({ tenant, ids: (await db.supplier.findMany()).map(({ id }) => id) }));
    }),
  );
  await prisma.close();
  for (const { tenant, ids } of counts) expect(ids).toEqual([`of-${tenant}`]);
});

test('a statement without its transaction raises there as well, instead of meeting somebody’s tenant', async (context) => {
  const door = database.door('supercargo_inventory', { ...through(context), connectionsMax: 1 });
  const [tenant] = tenants;
  if (tenant === undefined) throw new Error('no tenant was founded');
  const work = door.read(tenant, async (tx) => {
    await tx.query({ name: 'ends', text: 'commit' });
    return tx.query(SUPPLIERS);
  });
  await expect(work).rejects.toThrow('no tenant set');
});
