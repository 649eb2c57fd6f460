import { join } from 'node:path';
import {
  adminConfig,
  checkoutOf,
  databaseUrl,
  enroll,
  ensureDatabase,
  homeOf,
  loginConfig,
  loginPasswords,
  withClient,
  type DatabaseAddress,
  type Home,
} from '@supercargo/cluster';
import { SERVERS, TenantId } from '@supercargo/kernel';
import { foundTenant } from '@supercargo/policy';
import { databaseHash, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor, type TenantTx } from '@supercargo/tenancy';
import { benchHome } from '../database.ts';
import { founding, PERSON } from '../founding.ts';

export const TENANTS = 20;
export const ITEMS = 500;
export const WAREHOUSES = 2;

/** The benchmark's own installation: a database of its own with as many companies and stock rows as a small group of firms has. */
export type Companies = {
  readonly home: Home;
  readonly tenants: readonly TenantId[];
  readonly stockRows: number;
  /** Counts the rows of all tables, for PostgreSQL to plan by. */
  readonly countRows: () => Promise<void>;
  /** The variables of a program that reaches it. */
  readonly env: NodeJS.ProcessEnv;
};

/** Durable as an installation is; the data stay for the next run of the same sources. */
export async function openCompanies(): Promise<Companies> {
  const home = benchHome();
  const databaseName = `bench_${databaseHash().slice(0, 12)}`;
  const address = await ensureDatabase({ home, env: {}, databaseName });
  const admin = adminConfig(address, {}, home);
  await prepareDatabase(admin, loginPasswords({}, home));
  for (const server of SERVERS) await publishDefinitions(admin, server);
  const tenants = Array.from({ length: TENANTS }, (_, at) => TenantId.parse(`bench-${at}`));
  await found(address, home, tenants);
  const stockRows = await withClient(admin, async (client) => {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from inventory.stock');
    return rows[0]?.count ?? 0;
  });
  const clients = homeOf({ SUPERCARGO_HOME: join(checkoutOf(), '.supercargo', 'bench', 'home') });
  await enroll(clients, [`${PERSON}@bench-0`]);
  return {
    home,
    tenants,
    stockRows,
    countRows: () =>
      withClient(admin, async (client) => {
        await client.query('vacuum analyze');
      }),
    env: envOf(address, home, clients),
  };
}

async function found(address: DatabaseAddress, home: Home, tenants: readonly TenantId[]): Promise<void> {
  const { namedStatements } = address;
  const door = openDoor({
    ...loginConfig(address, 'supercargo_importer', {}, home),
    namedStatements,
    connectionsMax: 1,
  });
  try {
    for (const tenant of tenants) {
      await door.write(tenant, async (tx) => {
        if (await foundTenant(tx, founding(tenant))) await stockUp(tx);
      });
    }
  } finally {
    await door.close();
  }
}

async function stockUp(tx: TenantTx): Promise<void> {
  const statements = [
    `insert into inventory.supplier (tenant_id, id, name)
     select app.tenant(), 'SUP-' || n, 'Supplier number ' || n from generate_series(1, 20) n`,
    `insert into inventory.warehouse (tenant_id, id, name)
     select app.tenant(), 'WH-' || n, 'Warehouse number ' || n from generate_series(1, ${WAREHOUSES}) n`,
    `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days)
     select app.tenant(), 'SKU-' || n, 'Item number ' || n || ', in a bag', 'EA', 'SUP-' || 1 + n % 20, 100 + n, 'EUR', now(), n % 40
     from generate_series(1, ${ITEMS}) n`,
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at)
     select app.tenant(), 'WH-' || w, 'SKU-' || n, 10 * n, n, now() from generate_series(1, ${ITEMS}) n, generate_series(1, ${WAREHOUSES}) w`,
  ];
  for (const [at, text] of statements.entries()) await tx.query({ name: `bench_stock_${at}`, text });
}

function envOf(address: DatabaseAddress, database: Home, clients: Home): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    SUPERCARGO_HOME: clients.path,
    DATABASE_URL: databaseUrl(address),
    ...Object.fromEntries(
      SERVERS.map((server) => [
        `DATABASE_PASSWORD_${server.toUpperCase()}_FILE`,
        join(database.secretsDir, `database_supercargo_${server}`),
      ]),
    ),
  };
}
