import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropDatabase, withClient, type ConnectionConfig } from '@supercargo/cluster';
import { TenantId, type ServerName } from '@supercargo/kernel';
import { foundTenant } from '@supercargo/policy';
import { databaseHash } from '@supercargo/prisma';
import type { TenantDoor } from '@supercargo/tenancy';
import { dropDatabases, openDatabase, type BenchDatabase, type Say } from '../database.ts';
import { founding } from '../founding.ts';
import { inventoryLoad } from './loads/inventory.ts';
import type { Load } from './loads/load.ts';
import { logisticsLoad } from './loads/logistics.ts';
import { ordersLoad } from './loads/orders.ts';
import { paymentsLoad } from './loads/payments.ts';
import { requestLoad } from './loads/requests.ts';
import { returnsLoad } from './loads/returns.ts';
import { tenantName, TENANTS } from './names.ts';

const LOADS: Readonly<Record<ServerName, Load>> = {
  ...{ inventory: inventoryLoad, logistics: logisticsLoad, orders: ordersLoad, returns: returnsLoad },
  payments: paymentsLoad,
};

/** The list of requests is one statement for all servers: at its full length it is measured on one of them. */
export const requestsOf = (server: ServerName, rows: number): number =>
  server === 'inventory' ? rows : Math.ceil(rows / 10);

/** Statements that load, side by side. */
const AT_ONCE = 2;

const tenants = Array.from({ length: TENANTS }, (_, at) => TenantId.parse(tenantName(at)));

/** A database with so many rows in each list of a server, spread alike over a hundred companies, and the server's own door to it. */
export type Loaded = {
  readonly server: ServerName;
  readonly tenants: readonly TenantId[];
  /** Of each company. */
  readonly rows: number;
  readonly requests: number;
  readonly door: TenantDoor;
  readonly admin: ConnectionConfig;
};

/** Named by everything that decides what is in it: the database's sources, the files that load it, and the size. */
function databaseNameOf(server: ServerName, rows: number): string {
  const hash = createHash('sha256').update(databaseHash());
  const folder = join(import.meta.dirname, 'loads');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return `lists_${server}_${rows}_${hash.digest('hex').slice(0, 12)}`;
}

/** Drops what was loaded for a server, but for what these sources load in these sizes where it is kept. */
export const dropLoaded = (server: ServerName, keptSizes: readonly number[]): Promise<void> =>
  dropDatabases(
    `lists_${server}_`,
    keptSizes.map((rows) => databaseNameOf(server, rows)),
  );

/** Opens a server's database with so many rows in all, and loads it first where it is not there whole. */
export async function openLoaded(server: ServerName, allRows: number, say: Say): Promise<Loaded> {
  const rows = Math.max(1, Math.round(allRows / TENANTS));
  const name = databaseNameOf(server, allRows);
  let database = await openDatabase(name, []);
  if (!(await isWhole(database))) {
    await dropDatabase({ ...database.admin, database: 'postgres' }, name);
    database = await openDatabase(name, []);
    const startedAt = performance.now();
    // Without triggers no table waits for another; the requests are of one another.
    const requests = requestLoad(server, requestsOf(server, rows));
    await load(database, [requests, ...LOADS[server](rows).map((text) => [text])]);
    const seconds = (performance.now() - startedAt) / 1_000;
    say(`${server}: loaded ${(rows * TENANTS).toLocaleString('en')} rows of each list in ${seconds.toFixed(0)} s`);
  }
  return {
    ...{ server, tenants, rows, requests: requestsOf(server, rows) },
    ...{ door: database.door(`supercargo_${server}`, 4), admin: database.admin },
  };
}

async function isWhole({ admin }: BenchDatabase): Promise<boolean> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ said: string | null }>(
      "select shobj_description(oid, 'pg_database') as said from pg_database where datname = current_database()",
    );
    return rows[0]?.said === 'loaded';
  });
}

/** The rows as the superuser and without triggers: a million of them are arranged here, and no wall is tried by that. */
async function load({ admin, door }: BenchDatabase, works: readonly (readonly string[])[]): Promise<void> {
  const importer = door('supercargo_importer', 1);
  try {
    for (const tenant of tenants) await importer.write(tenant, (tx) => foundTenant(tx, founding(tenant)));
  } finally {
    await importer.close();
  }
  const waiting = [...works];
  await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      withClient(admin, async (client) => {
        for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
          await client.query(
            "begin; set local session_replication_role = 'replica'; set local synchronous_commit = off",
          );
          for (const text of work) await client.query(text);
          await client.query('commit');
        }
      }),
    ),
  );
  await withClient(admin, async (client) => {
    await client.query('vacuum analyze');
    // What the load left to be written is written now, and not while a read waits for its record.
    await client.query('checkpoint');
    await client.query(`comment on database ${admin.database} is 'loaded'`);
  });
}
