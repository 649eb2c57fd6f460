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
import type { ServerName } from '@supercargo/kernel';
import { prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';

/** A database of the benchmark's own cluster, with everything that an installation's has, and no rows. */
export type BenchDatabase = {
  readonly home: Home;
  /** What is needed to look at it as the superuser. */
  readonly admin: ConnectionConfig;
  readonly door: (login: `supercargo_${ServerName}` | 'supercargo_importer', connectionsMax: number) => TenantDoor;
};

export type Say = (line: string) => void;

/** Durable as an installation is: its cluster is made by the same command. */
export function benchHome(): Home {
  return homeOf({ SUPERCARGO_HOME: join(checkoutOf(), '.supercargo', 'bench', 'database') });
}

/** Opens the database of that name, and makes it first where it is not there. */
export async function openDatabase(name: string, definitionsOf: readonly ServerName[]): Promise<BenchDatabase> {
  const home = benchHome();
  const address = await ensureDatabase({ home, env: {}, databaseName: name });
  const admin = adminConfig(address, {}, home);
  await prepareDatabase(admin, loginPasswords({}, home));
  for (const server of definitionsOf) await publishDefinitions(admin, server);
  return {
    ...{ home, admin },
    door: (login, connectionsMax) =>
      openDoor({
        ...loginConfig(address, login, {}, home),
        namedStatements: address.namedStatements,
        connectionsMax,
      }),
  };
}

/** Drops the databases whose names begin so, but for those that are kept: disks are small, and sources change. */
export async function dropDatabases(prefix: string, kept: readonly string[] = []): Promise<void> {
  const home = benchHome();
  const address = await ensureDatabase({ home, env: {} });
  const maintenance = { ...adminConfig(address, {}, home), database: 'postgres' };
  const names = await withClient(maintenance, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1) and datname <> all ($2)',
      [prefix, kept],
    );
    return rows.map(({ name }) => name);
  });
  for (const name of names) await dropDatabase(maintenance, name);
}
