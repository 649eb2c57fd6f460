import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  adminConfig,
  enroll,
  ensureDatabase,
  homeOf,
  loginConfig,
  loginPasswords,
  removeDatabase,
  stopDatabase,
  databaseStatus,
  type DatabaseAddress,
  type Durability,
  type Home,
} from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import { foundTenant, type Founding } from '@supercargo/policy';
import { databaseHash, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor, type TenantTx } from '@supercargo/tenancy';
import pg from 'pg';

/** Who approves, one for each story that is played beside others: a person's secret is locked while it is checked. */
export const approversOf = (count: number): readonly { readonly id: string; readonly secret: string }[] =>
  Array.from({ length: count }, (_, at) => ({ id: `felix${at}`, secret: `secret of felix ${at}` }));

export const REQUESTER = 'mara';
export const WAREHOUSE = 'HAM-1';
/** Enough items that no row of one is what everybody waits for. */
export const ITEMS = 200;
export const PRICE_MINOR = 2_50;
/** Above this quantity another person approves; up to it the requester's consent is enough. */
export const CONSENT_QUANTITY_MAX = 100;

const everything = 1_000_000_000_00;

/** A database of its own, a company of its own, and what programs need to reach them. */
export type World = {
  readonly tenant: TenantId;
  readonly database: Home;
  readonly folder: string;
  /** Where PostgreSQL is now; changes when it has to be started again. */
  readonly address: () => DatabaseAddress;
  readonly admin: <Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[]) => Promise<Row[]>;
  /** The variables of a program that reaches the database through that port. */
  readonly envFor: (program: string, port: number) => Promise<NodeJS.ProcessEnv>;
  readonly killPostgres: (how: 'postmaster' | 'backends', backends: readonly number[]) => Promise<void>;
  readonly close: (data: 'keep' | 'remove') => Promise<void>;
};

/** Prepares the database in that folder, and founds a company in it whose totals are never full. */
export async function openWorld(folder: string, durability: Durability, approvers: number): Promise<World> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = homeOf({ SUPERCARGO_HOME: join(folder, 'database') });
  // Named by its sources: a folder that an older checkout used holds a database of its own.
  const databaseName = `crash_${databaseHash().slice(0, 12)}`;
  const ensured = { home: database, env: {}, durability, databaseName };
  let address = await ensureDatabase(ensured);
  const admin = adminConfig(address, {}, database);
  await prepareDatabase(admin, loginPasswords({}, database));
  await publishDefinitions(admin, 'inventory');
  const tenant = TenantId.parse(`crash-${randomBytes(4).toString('hex')}`);
  await settle(address, database, tenant, approvers);
  let pool = poolOf(address, database);
  return {
    tenant,
    database,
    folder,
    address: () => address,
    admin: async <Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[]) =>
      (await pool.query<Row>(text, [...parameters])).rows,
    envFor: async (program, port) => ({
      ...(await envFor(folder, database, `${REQUESTER}@${tenant}`, program)),
      DATABASE_URL: `postgresql://127.0.0.1:${port}/${databaseName}`,
    }),
    killPostgres: async (how, backends) => {
      await killPostgres(database, how, backends);
      await pool.end().catch(() => undefined);
      address = await ensureDatabase(ensured);
      pool = poolOf(address, database);
      await untilAnswering(pool);
    },
    close: async (data) => {
      await pool.end().catch(() => undefined);
      await (data === 'keep' ? stopDatabase(database) : removeDatabase(database));
    },
  };
}

function poolOf(address: DatabaseAddress, database: Home): pg.Pool {
  const pool = new pg.Pool({ ...adminConfig(address, {}, database), max: 8 });
  pool.on('error', () => undefined);
  return pool;
}

async function settle(address: DatabaseAddress, home: Home, tenant: TenantId, approvers: number): Promise<void> {
  const { namedStatements } = address;
  const config = loginConfig(address, 'supercargo_importer', {}, home);
  const door = openDoor({ ...config, namedStatements, connectionsMax: 1 });
  try {
    await door.write(tenant, async (tx) => {
      await foundTenant(tx, founding(approvers));
      await stockUp(tx);
    });
  } finally {
    await door.close();
  }
}

function founding(approvers: number): Founding {
  const reorder = { server: 'inventory', tool: 'create_reorder', currency: 'EUR', quorum: 1, need_role: null };
  return {
    name: 'The company whose programs die',
    currency: 'EUR',
    scripted: true,
    people: [
      { id: REQUESTER, name: 'Mara Lindqvist', roles: ['supply_chain_manager'] },
      ...approversOf(approvers).map(({ id, secret }) => ({ id, name: `Felix ${id}`, roles: ['finance'], secret })),
    ],
    policy: {
      note: 'Totals that no run fills.',
      rules: [
        { ...reorder, over_minor: -1, tier: 'consent' },
        { ...reorder, over_minor: CONSENT_QUANTITY_MAX * PRICE_MINOR, tier: 'person' },
      ],
      consent_limits: [
        { dimension: 'requester', currency: 'EUR', cap: everything },
        { dimension: 'server', currency: 'EUR', cap: everything },
      ],
    },
  };
}

async function stockUp(tx: TenantTx): Promise<void> {
  const statements = [
    `insert into inventory.supplier (tenant_id, id, name) select app.tenant(), 'SUP-1', 'Kraftpack Verpackungen GmbH'`,
    `insert into inventory.warehouse (tenant_id, id, name) select app.tenant(), '${WAREHOUSE}', 'Hamburg Speicherstadt'`,
    `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days)
     select app.tenant(), 'PKG-' || n, 'Valve bag number ' || n, 'EA', 'SUP-1', ${PRICE_MINOR}, 'EUR', now(), 6
     from generate_series(1, ${ITEMS}) n`,
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
     select app.tenant(), '${WAREHOUSE}', 'PKG-' || n, 10 * n, now() from generate_series(1, ${ITEMS}) n`,
  ];
  for (const [at, text] of statements.entries()) await tx.query({ name: `crash_stock_${at}`, text });
}

/** Each kind of program has a home of its own, so that none has to rewrite what another remembers. */
async function envFor(folder: string, database: Home, person: string, program: string): Promise<NodeJS.ProcessEnv> {
  const home = homeOf({ SUPERCARGO_HOME: join(folder, `home-of-${program}`) });
  await enroll(home, [person]);
  const secret = (login: string): string => join(database.secretsDir, `database_supercargo_${login}`);
  return {
    PATH: process.env['PATH'],
    SUPERCARGO_HOME: home.path,
    SUPERCARGO_POLL_MS: '20',
    SUPERCARGO_LOG_LEVEL: 'silent',
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    DATABASE_PASSWORD_INVENTORY_FILE: secret('inventory'),
    DATABASE_PASSWORD_TERMINAL_FILE: secret('terminal'),
  };
}

async function killPostgres(
  database: Home,
  how: 'postmaster' | 'backends',
  backends: readonly number[],
): Promise<void> {
  const status = await databaseStatus(database);
  if (status.kind !== 'running') throw new Error(`PostgreSQL is ${status.kind}`);
  for (const pid of how === 'postmaster' ? [status.pid] : backends) killIfThere(pid);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** After a backend's death the postmaster restarts everything by itself, and refuses everybody meanwhile. */
async function untilAnswering(pool: pg.Pool): Promise<void> {
  const attemptsMax = 200;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
