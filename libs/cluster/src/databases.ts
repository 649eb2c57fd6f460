import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionConfig } from './connection.ts';
import { withClient } from './connection.ts';
import { ClusterError, codeOf } from './fault.ts';

const ownedByPostgres = ['postgres', 'template0', 'template1'];
const attemptsMax = 50;
const pauseMs = 100;
const objectInUse = '55006';
const duplicateDatabase = '42P04';

/** A database name that needs no quoting, and is not one of PostgreSQL's own; a ClusterError otherwise. */
export function checkedName(name: string): string {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(name) && !ownedByPostgres.includes(name)) return name;
  throw new ClusterError('name', 'A database’s name is 1 to 63 lower-case letters, digits and underscores.');
}

/** Creates the configuration's database in UTF-8 unless it is there. */
export async function createDatabaseIfMissing(admin: ConnectionConfig, maintenance: ConnectionConfig): Promise<void> {
  await withClient(maintenance, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1', [admin.database]);
    if (found.rowCount !== 0) return;
    try {
      await client.query(`CREATE DATABASE ${checkedName(admin.database)} TEMPLATE template0 ENCODING 'UTF8'`);
    } catch (error) {
      if (codeOf(error) !== duplicateDatabase) throw error;
    }
  });
}

/**
 * Makes a new database that is a copy of `template`, by copying its files: meant for tests, where it takes a fraction
 * of the time of migrations. Waits up to five seconds for the last connection to the template to go.
 */
export async function createDatabaseFromTemplate(
  admin: ConnectionConfig,
  template: string,
  name: string,
): Promise<void> {
  const statement = `CREATE DATABASE ${checkedName(name)} TEMPLATE ${checkedName(template)} STRATEGY file_copy`;
  await withClient({ ...admin, database: 'postgres' }, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (codeOf(error) !== objectInUse || attempt === attemptsMax) throw error;
        await sleep(pauseMs);
      }
    }
  });
}

/** Drops a database and whoever is connected to it; nothing happens when there is none of that name. */
export async function dropDatabase(admin: ConnectionConfig, name: string): Promise<void> {
  await withClient({ ...admin, database: 'postgres' }, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${checkedName(name)} WITH (FORCE)`);
  });
}
