import { migrate as applyMigrations } from 'postgres-migrations';
import type pg from 'pg';
import type { ConnectionConfig } from './connection.ts';
import { withClient } from './connection.ts';
import { createDatabaseIfMissing } from './databases.ts';
import { ClusterError, codeOf } from './fault.ts';
import type { Login, LoginPasswords } from './logins.ts';
import { setLoginPasswords } from './logins.ts';
import type { FailedStatement } from './migration-fault.ts';
import { migrationFault } from './migration-fault.ts';
import { applyRepeatable } from './repeatable.ts';

export type MigrateOptions = {
  /** Folder of `0001_name.sql`, `0002_…`: numbered without gaps, applied once, never edited afterwards. */
  readonly migrationsDir: string;
  /** Folders of `CREATE OR REPLACE …` files, in the order they are to be applied. */
  readonly repeatableDirs: readonly string[];
  readonly loginPasswords: LoginPasswords;
};

/** What was done, by name; all empty when the database was up to date. */
export type MigrateResult = {
  readonly migrations: readonly string[];
  readonly repeatable: readonly string[];
  readonly passwords: readonly Login[];
};

const clusterLockKey = '7311904267281150';

/**
 * Brings a database up to date: creates it when missing, applies the migrations that are new, then the repeatable files
 * that changed, then sets the passwords of the logins. One process at a time in the whole cluster, because roles belong
 * to all of its databases; others wait. A second run changes nothing.
 *
 * Throws a ClusterError (`migration`) that names the file and, where PostgreSQL says it, the line.
 */
export async function migrate(admin: ConnectionConfig, options: MigrateOptions): Promise<MigrateResult> {
  const maintenance = await maintenanceConfig(admin);
  return withClient(maintenance, async (holder) => {
    // Held by a session and not by a transaction: an open transaction would hold back vacuum for as long.
    await holder.query('SELECT pg_catalog.pg_advisory_lock($1)', [clusterLockKey]);
    if (maintenance.database !== admin.database) await createDatabaseIfMissing(admin, maintenance);
    const migrations = await applyVersioned(admin, options.migrationsDir);
    const repeatable = await applyRepeatable(admin, {
      root: options.migrationsDir,
      folders: options.repeatableDirs,
      // A migration may have dropped what a file defines: an upgraded database must equal a new one.
      all: migrations.length > 0,
    });
    const passwords = await setLoginPasswords(admin, options.loginPasswords);
    return { migrations, repeatable, passwords };
  });
}

async function applyVersioned(admin: ConnectionConfig, folder: string): Promise<readonly string[]> {
  return withClient(admin, async (client) => {
    const failed: FailedStatement[] = [];
    try {
      const applied = await applyMigrations({ client: watched(client, failed) }, folder);
      await client.query('REVOKE ALL ON TABLE public.migrations FROM PUBLIC');
      // The library's own first migration, number 0, is no news.
      return applied.filter(({ id }) => id > 0).map(({ fileName }) => fileName);
    } catch (error) {
      throw await migrationFault(error, failed[0], folder);
    }
  });
}

/** The library turns PostgreSQL's errors into text; the position in the file is only to be had before it does. */
function watched(client: pg.Client, failed: FailedStatement[]): pg.Client {
  const query = async (statement: string | pg.QueryConfig): Promise<pg.QueryResult> => {
    try {
      return await client.query(statement);
    } catch (error) {
      failed.push({ text: typeof statement === 'string' ? statement : statement.text, error });
      throw error;
    }
  };
  // The library uses nothing else of the client it is given (its type BasicPgClient).
  return { query } as unknown as pg.Client;
}

/** `postgres`, or the database itself where an external server does not let us into `postgres`. */
async function maintenanceConfig(admin: ConnectionConfig): Promise<ConnectionConfig> {
  const maintenance = { ...admin, database: 'postgres' };
  try {
    await withClient(maintenance, (client) => client.query('SELECT 1'));
    return maintenance;
  } catch (error) {
    if (['3D000', '42501', '28000'].includes(codeOf(error) ?? '')) return admin;
    throw new ClusterError('address', `The database server cannot be used (${codeOf(error) ?? 'no answer'}).`);
  }
}
