import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  adminConfig,
  enroll,
  ensureDatabase,
  homeOf,
  loginPasswords,
  removeDatabase,
  stopDatabase,
  databaseStatus,
  type DatabaseAddress,
  type Durability,
  type Home,
} from '@supercargo/cluster';
import { CUSTOMER_SERVERS, SERVERS, type ServerName, type TenantId } from '@supercargo/kernel';
import { databaseHash, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import pg from 'pg';
import { compilingOnce } from './compiled.ts';
import { endRails } from './rail.ts';

/** A database of its own, and what programs need to reach it. */
export type World = {
  readonly database: Home;
  readonly folder: string;
  /** Where PostgreSQL is now; changes when it has to be started again. */
  readonly address: () => DatabaseAddress;
  /** One statement as the superuser, in that tenant. */
  readonly admin: <Row extends pg.QueryResultRow>(
    tenant: TenantId,
    text: string,
    parameters: readonly unknown[],
  ) => Promise<Row[]>;
  /** Several as the superuser, in that tenant and in one transaction: `$1` in them is that number. */
  readonly arrange: (tenant: TenantId, statements: readonly string[], number: number) => Promise<void>;
  /** The variables of a program of that person that reaches the database through that port. */
  readonly envFor: (program: string, person: string, port: number) => Promise<NodeJS.ProcessEnv>;
  /** Has a server compiled once for all its processes. */
  readonly compile: (server: ServerName) => Promise<void>;
  readonly killPostgres: (how: 'postmaster' | 'backends', backends: readonly number[]) => Promise<void>;
  readonly close: (data: 'keep' | 'remove') => Promise<void>;
};

/** Prepares the database in that folder. */
export async function openWorld(folder: string, durability: Durability): Promise<World> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await endRails(folder);
  const database = homeOf({ SUPERCARGO_HOME: join(folder, 'database') });
  // Named by its sources: a folder that an older checkout used holds a database of its own.
  const databaseName = `crash_${databaseHash().slice(0, 12)}`;
  const ensured = { home: database, env: {}, durability, databaseName };
  let address = await ensureDatabase(ensured);
  const admin = adminConfig(address, {}, database);
  await prepareDatabase(admin, loginPasswords({}, database));
  for (const server of SERVERS) await publishDefinitions(admin, server);
  let pool = poolOf(address, database);
  return {
    database,
    folder,
    address: () => address,
    admin: <Row extends pg.QueryResultRow>(tenant: TenantId, text: string, parameters: readonly unknown[]) =>
      inTenant(pool, tenant, async (client) => (await client.query<Row>(text, [...parameters])).rows),
    arrange: (tenant, statements, number) =>
      inTenant(pool, tenant, async (client) => {
        for (const text of statements) await client.query(text, text.includes('$1') ? [number] : []);
      }),
    envFor: async (program, person, port) => ({
      ...(await envFor(folder, database, person, program)),
      DATABASE_URL: `postgresql://127.0.0.1:${port}/${databaseName}`,
    }),
    compile: compilingOnce(compiledIn(folder)),
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

async function inTenant<T>(pool: pg.Pool, tenant: TenantId, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    const done = await work(client);
    await client.query('commit');
    client.release();
    return done;
  } catch (error) {
    // Its transaction ends with it.
    client.release(true);
    throw error;
  }
}

function poolOf(address: DatabaseAddress, database: Home): pg.Pool {
  const pool = new pg.Pool({ ...adminConfig(address, {}, database), max: 8 });
  pool.on('error', () => undefined);
  return pool;
}

/** The logins that programs have here: customers' deployments have one of their own. */
const LOGINS = [...SERVERS, ...CUSTOMER_SERVERS.map((server) => `${server}_customer`), 'terminal'];

const compiledIn = (folder: string): string => join(folder, 'compiled');

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
    NODE_COMPILE_CACHE: compiledIn(folder),
    SUPERCARGO_LEASE_MS: '500',
    ...Object.fromEntries(LOGINS.map((login) => [`DATABASE_PASSWORD_${login.toUpperCase()}_FILE`, secret(login)])),
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
