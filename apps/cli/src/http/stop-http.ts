import { stopIdentity, type Home } from '@supercargo/cluster';
import { runningHttpServers, type Running } from '../workers/running.ts';
import { stopHttpServers } from '../workers/stop.ts';

/** What was stopped of what is reached over HTTP. */
export interface StoppedHttp {
  readonly servers: readonly Running[];
  readonly identity: boolean;
}

/** Stops the servers first, which answer what they were asked, and then whom people sign in with. */
export async function stopHttp(home: Home): Promise<StoppedHttp> {
  const servers = await runningHttpServers(home);
  await stopHttpServers(home, servers);
  return { servers, identity: await stopIdentity(home) };
}
