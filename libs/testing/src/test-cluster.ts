import { join } from 'node:path';
import {
  adminConfig,
  checkoutOf,
  dropDatabase,
  ensureDatabase,
  homeOf,
  loginPasswords,
  stopDatabase,
  type ConnectionConfig,
  type DatabaseAddress,
  type Home,
} from '@supercargo/cluster';
import { databaseHash, prepareDatabase } from '@supercargo/prisma';
import pg from 'pg';

/** What a test file has to know to make its database; travels from the global set-up to the workers as plain data. */
export interface TestCluster {
  readonly homePath: string;
  readonly address: DatabaseAddress;
  readonly template: string;
}

/** Joining a cluster that another run is just stopping fails at any step, and succeeds on the next try. */
const JOIN_ATTEMPTS_MAX = 5;
/** Held shared by each run for as long as it lasts: whoever can take it alone is the last one, also after a kill −9 of others. */
const RUNS_LOCK = 5_306_001;
/** Held while the template is built. */
const TEMPLATE_LOCK = 5_306_002;

/**
 * The home of the tests' own cluster. SUPERCARGO_HOME and the database variables of a developer's shell are not looked at: tests drop
 * databases and stop servers.
 */
export function testHome(): Home {
  return homeOf({ SUPERCARGO_HOME: join(checkoutOf(), '.supercargo', 'test') });
}

/** A run that shares the cluster with others; `leave` stops it when nobody else is left. */
export interface TestRun {
  readonly cluster: TestCluster;
  leave(): Promise<void>;
}

/** Starts the tests' cluster or joins the one that runs, and sees to a template of the database as this checkout defines it. */
export async function joinTestCluster(home: Home, say: (message: string) => void): Promise<TestRun> {
  for (let attempt = 1; ; attempt += 1) {
    let holder: pg.Client | undefined;
    try {
      const address = await ensureDatabase({ home, env: {}, durability: 'test', onProgress: say });
      const maintenance = { ...adminConfig(address, {}, home), database: 'postgres' };
      holder = await connected(maintenance);
      await holder.query('select pg_advisory_lock_shared($1)', [RUNS_LOCK]);
      const template = await templateOf(holder, maintenance, home, say);
      const run = holder;
      return { cluster: { homePath: home.path, address, template }, leave: () => leave(run, home) };
    } catch (error) {
      await holder?.end().catch(() => undefined);
      if (attempt === JOIN_ATTEMPTS_MAX) throw error;
    }
  }
}

async function connected(config: ConnectionConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  // A cluster that is stopped under us is found at the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A template is named by the hash of its sources, so runs of different checkouts and branches do not meet. */
async function templateOf(
  holder: pg.Client,
  maintenance: ConnectionConfig,
  home: Home,
  say: (message: string) => void,
): Promise<string> {
  const template = `supercargo_template_${databaseHash().slice(0, 12)}`;
  await holder.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    // A finished template takes no connections; one that does was left half built.
    const { rows } = await holder.query<{ open: boolean }>(
      'select datallowconn as open from pg_database where datname = $1',
      [template],
    );
    if (rows[0]?.open === false) return template;
    say('Preparing the template of the test databases');
    await dropDatabase(maintenance, template);
    await prepareDatabase({ ...maintenance, database: template }, loginPasswords({}, home));
    await holder.query(`alter database ${template} with allow_connections false`);
    return template;
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function leave(holder: pg.Client, home: Home): Promise<void> {
  await holder.query('select pg_advisory_unlock_shared($1)', [RUNS_LOCK]);
  const { rows } = await holder.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [RUNS_LOCK]);
  const alone = rows[0]?.alone === true;
  if (alone) await dropLeftovers(holder);
  // The lock is kept until the server ends: a run that joins now waits for it, is cut off, and starts a new server.
  if (alone) await stopDatabase(home);
  await holder.end().catch(() => undefined);
}

/** Databases of runs that were killed, and templates of sources that are no more. */
async function dropLeftovers(holder: pg.Client): Promise<void> {
  const { rows } = await holder.query<{ name: string }>(
    `select datname as name from pg_database
     where datname like 'test\\_%' or (datname like 'supercargo\\_template\\_%' and datname <> $1)`,
    [`supercargo_template_${databaseHash().slice(0, 12)}`],
  );
  for (const { name } of rows) await holder.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}
