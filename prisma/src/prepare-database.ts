import { migrate, type ConnectionConfig, type LoginPasswords, type MigrateResult } from '@supercargo/cluster';
import { MIGRATIONS, REPEATABLE } from './sources.ts';

/**
 * Brings the database that `admin` names to what this checkout says: created when missing, migrations, functions, effects and grants
 * applied, the logins given these passwords. Safe to repeat and to call from several processes; a second run changes nothing.
 * Throws a ClusterError that names the file that failed.
 */
export async function prepareDatabase(admin: ConnectionConfig, loginPasswords: LoginPasswords): Promise<MigrateResult> {
  return migrate(admin, { migrationsDir: MIGRATIONS, repeatableDirs: REPEATABLE, loginPasswords });
}
