import { ensureDatabase, homeOf, loginConfig, type Env } from '@supercargo/cluster';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';

const CONNECTIONS_MAX = 4;

/** Opens the database as the console's own login. Throws where it is away, or where the login is one that row-level security does not bind. */
export async function openOwnDoor(env: Env): Promise<TenantDoor> {
  const home = homeOf(env);
  const address = await ensureDatabase({ home, env });
  const door = openDoor({
    ...loginConfig(address, 'supercargo_console', env, home),
    ...{ namedStatements: address.namedStatements, connectionsMax: CONNECTIONS_MAX },
  });
  try {
    await door.check();
    return door;
  } catch (error) {
    // An open connection would keep a refused process alive.
    await door.close();
    throw error;
  }
}
