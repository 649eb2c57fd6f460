import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adminConfig,
  checkoutOf,
  dropDatabase,
  ensureDatabase,
  homeOf,
  loginConfig,
  loginPasswords,
  withClient,
  type ConnectionConfig,
  type Home,
} from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import { foundTenant } from '@supercargo/policy';
import { databaseHash, prepareDatabase } from '@supercargo/prisma';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';
import { founding } from '../company.ts';
import { requestStatements } from './request-load.ts';

export const TENANTS = 100;
export const WAREHOUSES = 4;
const SUPPLIERS = 20;
/** Bounds the load: two months of use, which is what a forecast reads. */
const MOVEMENTS_OF_ITEM = 8;

const tenants = Array.from({ length: TENANTS }, (_, at) => TenantId.parse(`read-${at}`));

/** A database with that many stock rows, spread alike over its tenants, and the server's own door to it. */
export type Loaded = {
  readonly stockRows: number;
  readonly items: number;
  readonly tenants: readonly TenantId[];
  readonly door: TenantDoor;
  /** What is needed to look at it as the superuser. */
  readonly admin: ConnectionConfig;
};

export function benchHome(): Home {
  return homeOf({ SUPERCARGO_HOME: join(checkoutOf(), '.supercargo', 'bench', 'database') });
}

/** Named by everything that decides what is in it: the database's sources, the files that load it, and the size. */
function databaseNameOf(stockRows: number): string {
  const hash = createHash('sha256')
    .update(databaseHash())
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(join(import.meta.dirname, 'request-load.ts')))
    .digest('hex');
  return `reads_${stockRows}_${hash.slice(0, 12)}`;
}

/** Drops what older sources loaded in these sizes. */
export async function dropOlder(home: Home, sizes: readonly number[]): Promise<void> {
  const address = await ensureDatabase({ home, env: {} });
  const maintenance = { ...adminConfig(address, {}, home), database: 'postgres' };
  const kept = sizes.map(databaseNameOf);
  const older = await withClient(maintenance, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where datname ~ $1 and datname <> all ($2)',
      [`^reads_(${sizes.join('|')})_`, kept],
    );
    return rows.map(({ name }) => name);
  });
  for (const name of older) await dropDatabase(maintenance, name);
}

/** Opens the database of that size, and loads it first where it is not there whole. */
export async function openLoaded(home: Home, stockRows: number, say: (line: string) => void): Promise<Loaded> {
  const items = Math.max(1, Math.round(stockRows / TENANTS / WAREHOUSES));
  const databaseName = databaseNameOf(stockRows);
  const address = await ensureDatabase({ home, env: {}, databaseName });
  const admin = adminConfig(address, {}, home);
  const config = (login: 'supercargo_inventory' | 'supercargo_importer', connectionsMax: number) => ({
    ...loginConfig(address, login, {}, home),
    namedStatements: address.namedStatements,
    connectionsMax,
  });
  await prepareDatabase(admin, loginPasswords({}, home));
  if (!(await isWhole(admin))) {
    const startedAt = performance.now();
    await found(openDoor(config('supercargo_importer', 1)));
    await load(admin, items);
    say(
      `loaded ${items * WAREHOUSES * TENANTS} stock rows in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
    );
  }
  return {
    stockRows: items * WAREHOUSES * TENANTS,
    ...{ items, tenants, admin },
    door: openDoor(config('supercargo_inventory', 4)),
  };
}

async function isWhole(admin: ConnectionConfig): Promise<boolean> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ said: string | null }>(
      "select shobj_description(oid, 'pg_database') as said from pg_database where datname = current_database()",
    );
    return rows[0]?.said === 'loaded';
  });
}

async function found(door: TenantDoor): Promise<void> {
  try {
    for (const tenant of tenants) await door.write(tenant, (tx) => foundTenant(tx, founding(tenant)));
  } finally {
    await door.close();
  }
}

/** As the superuser and without its triggers: a million rows are arranged here, and no wall is tried by that. */
async function load(admin: ConnectionConfig, items: number): Promise<void> {
  await withClient(admin, async (client) => {
    await client.query("begin; set local session_replication_role = 'replica'; set local synchronous_commit = off");
    for (const table of ['movement', 'purchase_order', 'stock', 'item', 'warehouse', 'supplier']) {
      await client.query(`delete from inventory.${table}`);
    }
    for (const table of ['decision', 'request', 'plan']) await client.query(`delete from approval.${table}`);
    for (const text of [...statements(items), ...requestStatements(TENANTS, items)]) await client.query(text);
    await client.query('commit');
    await client.query('vacuum analyze');
    await client.query(`comment on database ${admin.database} is 'loaded'`);
  });
}

/** One after the other, as version 7 makes them. */
const idOf = (number: string): string => `('00000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

const NTH = `from generate_series(0, ${TENANTS - 1}) t`;

/** One item in 20 is low; one order in 10 is open; each item is used about every week. */
function statements(items: number): readonly string[] {
  const eachItem = `${NTH}, generate_series(1, ${items}) n`;
  const sku = `'SKU-' || lpad(n::text, 6, '0')`;
  return [
    `insert into inventory.supplier (tenant_id, id, name)
     select 'read-' || t, 'SUP-' || n, 'Supplier number ' || n ${NTH}, generate_series(1, ${SUPPLIERS}) n`,
    `insert into inventory.warehouse (tenant_id, id, name)
     select 'read-' || t, 'WH-' || n, 'Warehouse number ' || n ${NTH}, generate_series(1, ${WAREHOUSES}) n`,
    `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days,
       reorder_point, safety_stock)
     select 'read-' || t, ${sku}, 'Valve bag number ' || n || ', of paper', 'EA', 'SUP-' || 1 + n % ${SUPPLIERS}, 100 + n, 'EUR', now(),
       n % 40, case when n % 20 = 1 then 2000 else 20 end, 10 ${eachItem}`,
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at)
     select 'read-' || t, 'WH-' || w, ${sku}, 100 + n % 100, n % 7, now() ${eachItem}, generate_series(1, ${WAREHOUSES}) w`,
    `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at)
     select 'read-' || t, ${idOf(`n * ${MOVEMENTS_OF_ITEM} + m`)}, ${sku}, 'WH-' || 1 + m % ${WAREHOUSES},
       'issue', -1 - (n + m) % 5, now() - make_interval(days => 8 * m, mins => n % 1000) ${eachItem}, generate_series(0, ${MOVEMENTS_OF_ITEM - 1}) m`,
    `insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, state, ordered_at,
       number, expected_on, received_at)
     select 'read-' || t, ${idOf('n')}, ${sku}, 'SUP-' || 1 + n % ${SUPPLIERS}, 'WH-' || 1 + n % ${WAREHOUSES}, 10 + n % 90,
       100 + n, 'EUR', case when n % 10 = 0 then 'open' else 'received' end, now() - make_interval(mins => n * 7), 'PO-' || n,
       current_date + n % 60 - 5, case when n % 10 = 0 then null else now() end ${eachItem}`,
  ];
}
