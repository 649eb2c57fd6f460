import { ensureDatabase, homeOf, loginConfig, readState, type Login } from '@supercargo/cluster';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';
import { Refused } from './fault.ts';
import type { Outside } from './outside.ts';

const CONNECTIONS_MAX = 2;

/** Opens the database as one login, does the work and closes it again. Starts the database of a home that has one. */
export async function withDoor<T>(outside: Outside, login: Login, work: (door: TenantDoor) => Promise<T>): Promise<T> {
  const { env } = outside;
  const home = homeOf(env);
  const elsewhere = [env['DATABASE_URL'], env['DATABASE_ADMIN_URL']].some((url) => url !== undefined && url !== '');
  if (!elsewhere && (await readState(home)).database === undefined) {
    throw new Refused(`nothing was started in ${home.path} yet; run npm start`);
  }
  const address = await ensureDatabase({
    home,
    env,
    onProgress: (message) => {
      outside.err(message);
    },
  });
  const door = openDoor({
    ...loginConfig(address, login, env, home),
    namedStatements: address.namedStatements,
    connectionsMax: CONNECTIONS_MAX,
  });
  try {
    return await work(door);
  } finally {
    await door.close();
  }
}
