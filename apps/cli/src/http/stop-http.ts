import { stopConsole, stopIdentity, type Home } from '@supercargo/cluster';
import { runningHttpServers } from '../workers/running.ts';
import { stopHttpServers } from '../workers/stop.ts';
import { httpServers } from './addresses.ts';

/** What was stopped of what is reached over HTTP. */
export interface StoppedHttp {
  /** By the name of the site; by the program's where nobody wrote down for whom it ran. */
  readonly servers: readonly { readonly server: string; readonly pid: number }[];
  readonly console: boolean;
  readonly identity: boolean;
}

/** Stops the console, the servers, which answer what they were asked, and then whom people sign in with. */
export async function stopHttp(home: Home): Promise<StoppedHttp> {
  const console = await stopConsole(home);
  const [running, known] = [await runningHttpServers(home), await httpServers(home)];
  await stopHttpServers(home, running);
  const servers = running.map(({ server, pid }) => ({
    server: known.find((one) => one.pid === pid)?.name ?? server,
    pid,
  }));
  return { servers, console, identity: await stopIdentity(home) };
}
