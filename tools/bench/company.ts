import { join } from 'node:path';
import {
  adminConfig,
  checkoutOf,
  enroll,
  ensureDatabase,
  homeOf,
  loginConfig,
  loginPasswords,
  stopDatabase,
  withClient,
  type DatabaseAddress,
  type Home,
} from '@supercargo/cluster';
import { SERVERS, TenantId } from '@supercargo/kernel';
import { foundTenant, type Founding } from '@supercargo/policy';
import { databaseHash, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor, type TenantTx } from '@supercargo/tenancy';

export const TENANTS = 20;
export const ITEMS = 500;
export const WAREHOUSES = 2;
export const PERSON = 'mara';

const everything = 1_000_000_000_00;

/** The benchmark's own installation: a database of its own with as many companies and stock rows as a small group of firms has. */
export type Companies = {
  readonly home: Home;
  readonly tenants: readonly TenantId[];
  readonly stockRows: number;
  /** The variables of a program that reaches it. */
  readonly env: NodeJS.ProcessEnv;
  /** What PostgreSQL says of itself. */
  readonly postgres: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'jit',
  'max_connections',
];

/** Durable as an installation is; `folder` keeps the data for the next run of the same sources. */
export async function openCompanies(): Promise<Companies> {
  const folder = join(checkoutOf(), '.supercargo', 'bench');
  const home = homeOf({ SUPERCARGO_HOME: join(folder, 'database') });
  const databaseName = `bench_${databaseHash().slice(0, 12)}`;
  const address = await ensureDatabase({ home, env: {}, databaseName });
  const admin = adminConfig(address, {}, home);
  await prepareDatabase(admin, loginPasswords({}, home));
  for (const server of SERVERS) await publishDefinitions(admin, server);
  const tenants = Array.from({ length: TENANTS }, (_, at) => TenantId.parse(`bench-${at}`));
  await found(address, home, tenants);
  const { stockRows, postgres } = await withClient(admin, async (client) => {
    await client.query('vacuum analyze');
    const rows = await client.query<{ count: number }>('select count(*)::int as count from inventory.stock');
    const settings = await client.query<{ name: string; setting: string }>(
      'select name, current_setting(name) as setting from pg_settings where name = any($1) order by name',
      [SETTINGS],
    );
    return {
      stockRows: rows.rows[0]?.count ?? 0,
      postgres: Object.fromEntries(settings.rows.map(({ name, setting }) => [name, setting])),
    };
  });
  const clients = homeOf({ SUPERCARGO_HOME: join(folder, 'home') });
  await enroll(clients, [`${PERSON}@bench-0`]);
  return {
    home,
    tenants,
    stockRows,
    env: envOf(address, home, clients),
    postgres,
    close: async () => {
      await stopDatabase(home);
    },
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

/** Consent is enough for every reorder, and its totals are never full: a policy of this company's own. */
export function founding(name: string): Founding {
  const rule = { server: 'inventory', tool: 'create_reorder', currency: 'EUR', tier: 'consent', quorum: 1 } as const;
  return {
    name,
    currency: 'EUR',
    scripted: true,
    people: [{ id: PERSON, name: 'Mara Lindqvist', roles: ['supply_chain_manager'] }],
    policy: {
      note: 'Totals that no benchmark fills.',
      rules: [{ ...rule, over_minor: -1, need_role: null }],
      consent_limits: [
        { dimension: 'requester', currency: 'EUR', cap: everything },
        { dimension: 'server', currency: 'EUR', cap: everything },
      ],
    },
  };
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
    DATABASE_URL: `postgresql://${address.host}:${address.port}/${address.name}`,
    ...Object.fromEntries(
      SERVERS.map((server) => [
        `DATABASE_PASSWORD_${server.toUpperCase()}_FILE`,
        join(database.secretsDir, `database_supercargo_${server}`),
      ]),
    ),
  };
}
