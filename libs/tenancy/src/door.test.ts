import { randomBytes } from 'node:crypto';
import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { TenantTx } from './tx.ts';

const database = await testDatabase();
const importer = database.door('supercargo_importer');
/** One connection, so that each transaction follows the last on the same session. */
const single = database.door('supercargo_inventory', { connectionsMax: 1 });
let acme: TenantId;
let globex: TenantId;

const SUPPLIERS = { name: 'suppliers', text: 'select id from inventory.supplier order by id' };
const ADD = { name: 'add_supplier', text: 'insert into inventory.supplier (tenant_id, id, name) values ($1, $2, $3)' };
const ADD_ITEM = {
  name: 'add_item',
  text: `insert into inventory.item (tenant_id, sku, description, unit, supplier_id) values ($1, $2, 'an item', 'EA', $3)`,
};

beforeAll(async () => {
  acme = await foundTenant(database, { tenant: 'acme' });
  globex = await foundTenant(database, { tenant: 'globex' });
  await importer.write(acme, (tx) => tx.query(ADD, [acme, 'shared', 'Shared of acme']));
  await importer.write(globex, (tx) => tx.query(ADD, [globex, 'only-globex', 'Secret supplier']));
});

async function session(login: 'supercargo_inventory' | 'supercargo_importer'): Promise<pg.Client> {
  const { host, port, database: name, user, password } = database.config(login);
  const client = new pg.Client({ host, port, database: name, user, password });
  await client.connect();
  return client;
}

test('owners, superusers and roles that bypass or own are refused at start, and the logins are not', async () => {
  const role = `test_role_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  const refused = (): Promise<void> => database.door('supercargo_inventory', { user: role, password }).check();
  await database.admin(`create role ${role} login password '${password}'`);
  try {
    await database.admin(`grant connect on database ${database.name} to ${role}`);
    await expect(refused()).resolves.toBeUndefined();
    await database.admin(`alter role ${role} bypassrls`);
    await expect(refused()).rejects.toThrow('not bound by row-level security');
    await database.admin(`alter role ${role} nobypassrls; grant supercargo_inventory_owner to ${role}`);
    await expect(refused()).rejects.toThrow('not bound by row-level security');
    await database.admin(`revoke supercargo_inventory_owner from ${role}; grant supercargo_sweeper to ${role}`);
    await expect(refused()).rejects.toThrow('not bound by row-level security');
    await database.admin(
      `revoke supercargo_sweeper from ${role}; create table public.mine (); alter table public.mine owner to ${role}`,
    );
    await expect(refused()).rejects.toThrow('not bound by row-level security');
  } finally {
    await database.admin(`drop owned by ${role}; drop role ${role}`);
  }
  await expect(database.door('supercargo_auditor', database.superuser()).check()).rejects.toThrow(
    'not bound by row-level security',
  );
  await expect(single.check()).resolves.toBeUndefined();
});

test('a forgotten tenant raises, in a fresh session and in one that had a tenant', async () => {
  const client = await session('supercargo_inventory');
  await expect(client.query('select * from inventory.supplier')).rejects.toThrow('no tenant set');
  await client.query(`begin; select set_config('app.tenant', 'acme', true)`);
  expect((await client.query('select * from inventory.supplier')).rowCount).toBe(1);
  await client.query('commit');
  await expect(client.query('select * from inventory.supplier')).rejects.toThrow('no tenant set');
  await client.end();
});

test('a tenant set for a transaction, outside of one, is no tenant', async () => {
  const client = await session('supercargo_inventory');
  await client.query(`select set_config('app.tenant', 'acme', true)`);
  await expect(client.query('select * from inventory.supplier')).rejects.toThrow('no tenant set');
  await client.end();
});

test('the tenant does not stay for the next user of the connection', async () => {
  const seen: (readonly { id: string }[])[] = [];
  for (const tenant of [acme, globex, acme]) {
    seen.push(await single.read(tenant, (tx) => tx.query<{ id: string }>(SUPPLIERS)));
  }
  expect(seen).toEqual([[{ id: 'shared' }], [{ id: 'only-globex' }], [{ id: 'shared' }]]);
});

test('work that ends its transaction itself is left without a tenant', async () => {
  const work = single.read(acme, async (tx) => {
    await tx.query({ name: 'ends', text: 'commit' });
    return tx.query(SUPPLIERS);
  });
  await expect(work).rejects.toThrow('no tenant set');
});

test('a transaction cannot be used after its end, kept or not waited for', async () => {
  const kept: TenantTx[] = [];
  await single.read(acme, async (tx) => kept.push(tx));
  await expect(single.write(acme, async (tx) => Promise.reject(new Error(String(kept.push(tx)))))).rejects.toThrow('2');
  for (const tx of kept) await expect(tx.query(SUPPLIERS)).rejects.toThrow("the tenant's transaction has ended");
});

test('interleaved transactions of several tenants each see their own', async () => {
  const door = database.door('supercargo_inventory', { connectionsMax: 4 });
  const rows = await Promise.all(
    Array.from({ length: 1_000 }, (_, index) =>
      door.read(index % 2 === 0 ? acme : globex, (tx) => tx.query<{ id: string }>(SUPPLIERS)),
    ),
  );
  rows.forEach((seen, index) => expect(seen).toEqual([{ id: index % 2 === 0 ? 'shared' : 'only-globex' }]));
});

test('another tenant’s key is free, so taking it reveals nothing', async () => {
  await importer.write(globex, (tx) => tx.query(ADD, [globex, 'shared', 'Shared of globex']));
  await expect(importer.write(globex, (tx) => tx.query(ADD, [globex, 'shared', 'again']))).rejects.toThrow(
    'duplicate key',
  );
  await expect(
    single.read(acme, (tx) => tx.query({ name: 'names', text: 'select name from inventory.supplier' })),
  ).resolves.toEqual([{ name: 'Shared of acme' }]);
  await database.admin(`delete from inventory.supplier where tenant_id = 'globex' and id = 'shared'`);
});

test('a row cannot refer to another tenant’s, and the refusal is that of a row that is not there', async () => {
  const refused = async (supplier: string): Promise<unknown> =>
    importer.write(acme, (tx) => tx.query(ADD_ITEM, [acme, 'SKU-1', supplier])).catch((error: unknown) => error);
  const foreign = await refused('only-globex');
  const absent = await refused('nowhere');
  expect(foreign).toMatchObject({ code: '23503', constraint: 'item_tenant_id_supplier_id_fkey' });
  expect(absent).toMatchObject({ code: '23503', constraint: 'item_tenant_id_supplier_id_fkey' });
  await expect(importer.write(acme, (tx) => tx.query(ADD_ITEM, [acme, 'SKU-1', 'shared']))).resolves.toEqual([]);
});

test('a row of one’s own cannot be moved to another tenant', async () => {
  const move = importer.write(acme, (tx) =>
    tx.query({ name: 'move', text: `update inventory.supplier set tenant_id = 'globex'` }),
  );
  await expect(move).rejects.toThrow('row-level security');
});

test('a tenant id that is not one never reaches a statement, whatever it is', async () => {
  const closed = database.door('supercargo_inventory', { port: 1, connectionsMax: 1 });
  const notATenant = fc
    .oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(`acme'; select 1; --`, 'acme\n', 'Acme', 'a', '', "'", '\\'),
    )
    .filter((text) => !/^[a-z][a-z0-9-]{1,31}$/.test(text) || text.endsWith('\n'));
  await fc.assert(
    fc.asyncProperty(notATenant, async (text) => {
      let worked = false;
      // Nothing listens on this port: another error than a refused name would be a connection's.
      const error: unknown = await closed
        .read(text as TenantId, async () => (worked = true))
        .catch((each: unknown) => each);
      expect(error).toMatchObject({ name: 'ZodError' });
      expect(worked).toBe(false);
    }),
    { numRuns: 300 },
  );
  for (const odd of [undefined, null, 7, {}, ['acme']]) {
    await expect(closed.read(odd as TenantId, async () => 1)).rejects.toMatchObject({ name: 'ZodError' });
  }
});

test('every tenant id that is one can be used as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z][a-z0-9-]{1,31}$/), async (text) => {
      const setting = { name: 'setting', text: `select current_setting('app.tenant') as tenant` };
      expect(await single.read(text as TenantId, (tx) => tx.query(setting))).toEqual([{ tenant: text }]);
    }),
    { numRuns: 50 },
  );
});

test('a swallowed error cannot look like a commit', async () => {
  const work = importer.write(acme, async (tx) => {
    await tx.query(ADD, [acme, 'lost', 'Lost']);
    await tx.query({ name: 'broken', text: 'select 1 / 0' }).catch(() => undefined);
    return 'fine';
  });
  await expect(work).rejects.toThrow('rolled back at its commit');
  await expect(single.read(acme, (tx) => tx.query(SUPPLIERS))).resolves.toEqual([{ id: 'shared' }]);
});

test('what follows a read on its connection, before its COMMIT has answered, is neither undone with it nor sees its tenant', async () => {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  const [swallowed, written, other] = await Promise.allSettled([
    door.read(acme, (tx) => tx.query({ name: 'broken', text: 'select 1 / 0' }).catch(() => 'fine')),
    door.write(globex, async (tx) => {
      await tx.query(ADD, [globex, 'after', 'After']);
      return tx.query(SUPPLIERS);
    }),
    door.read(acme, (tx) => tx.query(SUPPLIERS)),
  ]);
  expect(swallowed).toMatchObject({ status: 'rejected', reason: { message: /rolled back at its commit/ } });
  expect(written).toMatchObject({ status: 'fulfilled', value: expect.arrayContaining([{ id: 'after' }]) as unknown });
  expect(other).toEqual({ status: 'fulfilled', value: [{ id: 'shared' }] });
});

test('work that rejects leaves nothing behind', async () => {
  const work = importer.write(acme, async (tx) => {
    await tx.query(ADD, [acme, 'lost', 'Lost']);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  await expect(single.read(acme, (tx) => tx.query(SUPPLIERS))).resolves.toEqual([{ id: 'shared' }]);
});

test('a read writes nothing, and says so', async () => {
  await expect(importer.read(acme, (tx) => tx.query(ADD, [acme, 'lost', 'Lost']))).rejects.toThrow(
    'read-only transaction',
  );
});

test('every transaction is READ COMMITTED, whatever the session’s default', async () => {
  const level = { name: 'level', text: `select current_setting('transaction_isolation') as level` };
  const change = { name: 'change', text: `set session characteristics as transaction isolation level serializable` };
  const door = database.door('supercargo_inventory', { connectionsMax: 1 });
  await door.write(acme, (tx) => tx.query(change));
  await expect(door.write(acme, (tx) => tx.query(level))).resolves.toEqual([{ level: 'read committed' }]);
});

test('a connection that breaks inside a transaction rejects its work and serves nobody again', async () => {
  const pid = { name: 'pid', text: 'select pg_backend_pid() as pid' };
  const broken = single.write(acme, async (tx) => {
    const [row] = await tx.query<{ pid: number }>(pid);
    await database.admin('select pg_terminate_backend($1)', [row?.pid]);
    return tx.query(SUPPLIERS);
  });
  await expect(broken).rejects.toThrow();
  await expect(single.read(acme, (tx) => tx.query(SUPPLIERS))).resolves.toEqual([{ id: 'shared' }]);
});
