import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPrismaDoor, type TenantPrisma } from './prisma.ts';
import type { TenantTx } from '../tx.ts';

const database = await testDatabase();
const prisma = openPrismaDoor(database.config('supercargo_inventory'));
const importer = openPrismaDoor(database.config('supercargo_importer'));
const DENIED = /denied/i;
let acme: TenantId;
let globex: TenantId;

beforeAll(async () => {
  acme = await foundTenant(database, { tenant: 'acme' });
  globex = await foundTenant(database, { tenant: 'globex' });
  for (const tenant of [acme, globex]) {
    await importer.write(tenant, (db) =>
      db.supplier.createMany({ data: [{ tenantId: tenant, id: 's1', name: `of ${tenant}` }] }),
    );
  }
});
afterAll(async () => {
  await prisma.close();
  await importer.close();
});

test('sees its own tenant and no other', async () => {
  await expect(prisma.read(acme, (db) => db.supplier.findMany())).resolves.toEqual([
    { tenantId: 'acme', id: 's1', name: 'of acme' },
  ]);
  await expect(prisma.read(acme, (db) => db.supplier.findMany({ where: { tenantId: 'globex' } }))).resolves.toEqual([]);
  await expect(prisma.read(acme, (db) => db.tenant.count())).resolves.toBe(1);
  await expect(prisma.read(globex, (db) => db.supplier.count())).resolves.toBe(1);
});

test('is in the same transaction as the SQL beside it', async () => {
  const same = await importer.write(acme, async (db, tx) => {
    await db.supplier.create({ data: { tenantId: acme, id: 's2', name: 'not yet committed' } });
    return tx.query<{ name: string }>(
      { name: 'uncommitted', text: 'select name from inventory.supplier where id = $1' },
      ['s2'],
    );
  });
  expect(same).toEqual([{ name: 'not yet committed' }]);
});

test('rolls back when the work rejects', async () => {
  const failing = importer.write(acme, async (db) => {
    await db.supplier.create({ data: { tenantId: acme, id: 's3', name: 'never' } });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await expect(importer.read(acme, (db) => db.supplier.count({ where: { id: 's3' } }))).resolves.toBe(0);
});

test('keeps interleaved tenants apart', async () => {
  const names = await Promise.all(
    Array.from({ length: 300 }, (_, index) => {
      const tenant = index % 2 === 0 ? acme : globex;
      return prisma.read(tenant, async (db) => ({ tenant, rows: await db.supplier.findMany({ where: { id: 's1' } }) }));
    }),
  );
  for (const { tenant, rows } of names) expect(rows).toEqual([{ tenantId: tenant, id: 's1', name: `of ${tenant}` }]);
});

test('refuses a write into another tenant', async () => {
  const foreign = importer.write(acme, (db) =>
    db.supplier.create({ data: { tenantId: 'globex', id: 'x', name: 'x' } }),
  );
  await expect(foreign).rejects.toThrow(/row-level security/);
});

test('the database refuses tables that the login may not write or read', async () => {
  const create = prisma.write(acme, (db) => db.supplier.create({ data: { tenantId: acme, id: 'x', name: 'x' } }));
  await expect(create).rejects.toThrow(DENIED);
  await expect(prisma.write(acme, (db) => db.supplier.deleteMany())).rejects.toThrow(DENIED);
  await expect(prisma.read(acme, (db) => db.secret.findMany())).rejects.toThrow(DENIED);
  await expect(prisma.read(acme, (db) => db.policyRule.findMany())).rejects.toThrow(DENIED);
});

test('a read transaction writes nothing', async () => {
  const update = importer.read(acme, (db) => db.supplier.updateMany({ data: { name: 'x' } }));
  await expect(update).rejects.toThrow(/read-only transaction/);
});

test('refuses statements after the end of its transaction', async () => {
  const kept: { db?: TenantPrisma; tx?: TenantTx } = {};
  await prisma.read(acme, async (db, tx) => {
    kept.db = db;
    kept.tx = tx;
  });
  await expect(kept.db?.supplier.findMany()).rejects.toThrow(/closed|ended/);
  await expect(kept.tx?.query({ name: 'late', text: 'select 1' })).rejects.toThrow('has ended');
});

test('a tenant id that is none never reaches a statement', async () => {
  for (const tenant of ['', "acme'; select 1; --", 'ACME', 'a']) {
    await expect(prisma.read(tenant as TenantId, (db) => db.supplier.count())).rejects.toThrow();
  }
});

test('raw SQL, nested transactions and the client behind a model are not offered', async () => {
  const names = [
    '$queryRawUnsafe',
    '$executeRawUnsafe',
    '$queryRaw',
    '$transaction',
    '$disconnect',
    '$extends',
    '_engine',
    'constructor',
  ];
  await prisma.read(acme, async (db) => {
    for (const name of names) expect(() => Reflect.get(db, name) as unknown, name).toThrow('is not offered here');
    expect(() => Reflect.get(db.supplier, '$parent') as unknown).toThrow('is not offered here');
  });
});

test('refuses a role that row-level security does not bind', async () => {
  const door = openPrismaDoor(database.superuser());
  await expect(door.read(acme, (db) => db.supplier.count())).rejects.toThrow('not bound by row-level security');
  await door.close();
});
