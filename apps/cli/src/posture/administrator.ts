import { adminConfig, ClusterError, ensureDatabase, type ConnectionConfig } from '@supercargo/cluster';
import { broken, type Look } from './control.ts';
import type { Ground } from './ground.ts';

/**
 * What is seen by the database's administrator alone. Where nobody said who that is, the look says so: what was not looked at is not
 * said to hold.
 */
export async function asAdministrator(
  { home, outside }: Pick<Ground, 'home' | 'outside'>,
  what: string,
  look: (admin: ConnectionConfig) => Promise<readonly Look[]>,
): Promise<readonly Look[]> {
  const address = await ensureDatabase({ home, env: outside.env });
  try {
    return await look(adminConfig(address, outside.env, home));
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return [broken(`${what}: not looked at, ${error.message}`, 'give DATABASE_ADMIN_URL to this command')];
  }
}
