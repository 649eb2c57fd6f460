import { setTimeout as sleep } from 'node:timers/promises';
import { updateState, type Env, type Home, type State } from '@supercargo/cluster';
import { Refused } from '../fault.ts';
import { serverEnv } from '../servers.ts';
import { newestSource } from '../workers/newest-source.ts';
import { processOf, runningHttpServers } from '../workers/running.ts';
import { endOf, rotated, spawnServer } from '../workers/spawn.ts';
import type { WorkerStart } from '../workers/start.ts';
import { stopHttpServers } from '../workers/stop.ts';
import { httpServers, isFree, type HttpServer } from './addresses.ts';
import { authFile, authFileChanged } from './auth-file.ts';
import { unmetOf } from './readiness.ts';

const readySeconds = 20;
const lookMs = 50;

/** Served on this machine alone and without TLS, as its address says: what says otherwise is for servers that somebody starts themselves. */
const OTHERWISE: ReadonlySet<string> = new Set([
  'SUPERCARGO_HTTP_HOST',
  'SUPERCARGO_TLS_CERT_FILE',
  'SUPERCARGO_TLS_KEY_FILE',
  'SUPERCARGO_TLS_CLIENTS',
]);

/** The console is the staff's: a server for customers is told nothing of it. */
function consoleOf({ console }: State, { faces }: HttpServer): State['console'] {
  return faces === 'staff' ? console : undefined;
}

function httpEnv(home: Home, env: Env, site: HttpServer, state: State): NodeJS.ProcessEnv {
  const { name, server, faces } = site;
  const login = faces === 'customers' ? (`${server}_customer` as const) : server;
  const kept = Object.entries(serverEnv(env, login, home.path)).filter(([variable]) => !OTHERWISE.has(variable));
  const profile = faces === 'customers' ? 'customer' : 'internal';
  const told = { SUPERCARGO_PROFILE: profile, SUPERCARGO_AUTH_FILE: authFile(home, name) };
  const console = consoleOf(state, site);
  return {
    ...{ ...Object.fromEntries(kept), ...told },
    ...(console === undefined ? {} : { SUPERCARGO_CONSOLE_URL: console.url }),
  };
}

const isAlive = (home: Home, { pid }: Pick<HttpServer, 'pid'>): boolean =>
  pid !== undefined && processOf(pid, home, 'http') !== undefined;

/**
 * Sees to one server over HTTP: leaves a recorded one that is as new as this checkout's code and as what it was told about sign-ins and of
 * the console, and replaces any other. Two starts at once make one. Resolves when it is ready; throws a Refused that says why it is not.
 */
export async function ensureHttpServer(home: Home, env: Env, server: HttpServer): Promise<WorkerStart> {
  const found = (await runningHttpServers(home)).filter((one) => one.server === server.server);
  // Looked at under the state's lock, so that whoever started one of these has written it down.
  const known = await updateState(home, (state) => state);
  const { http = [] } = known;
  // One program may run for staff and for customers: what is written down as another site's is not this one's.
  const others = new Set(http.flatMap((one) => (one.server === server.name ? [] : [one.pid])));
  const running = found.filter(({ pid }) => !others.has(pid));
  const current = Math.max(
    ...[newestSource(server.server), authFileChanged(home, server.name)],
    Date.parse(consoleOf(known, server)?.since ?? '1970-01-01'),
  );
  const stale = running.filter(
    ({ pid }) => !http.some((one) => one.pid === pid && Date.parse(one.startedAt ?? '') > current),
  );
  await stopHttpServers(home, stale);
  const offset = rotated(server.log);
  const isOurs = stale.length === running.length && (await startUnlessThere(home, env, server));
  await untilReady(home, server, offset);
  if (!isOurs) return 'already running';
  return stale.length > 0 ? 'replaced' : 'started';
}

/** Starts it while the state is held: whoever comes second finds the first one's in it. False where it was there. */
async function startUnlessThere(home: Home, env: Env, server: HttpServer): Promise<boolean> {
  if (!(await isFree(server.url)) && !(await recordedOf(home, server)).some((one) => isAlive(home, one))) {
    throw new Refused(
      `${server.url}, where clients expect the ${server.name} server, is another program’s now: end that, or take the line out of ${home.stateFile} to give it another address`,
    );
  }
  let hasStarted = false;
  await updateState(home, (state) => ({
    ...state,
    http: (state.http ?? []).map((one) => {
      if (one.server !== server.name || (one.pid !== undefined && processOf(one.pid, home, 'http'))) return one;
      hasStarted = true;
      const args = ['http', '--port', new URL(one.url).port] as const;
      const pid = spawnServer(server.server, args, httpEnv(home, env, server, state), one.log);
      return { ...one, pid, startedAt: new Date().toISOString() };
    }),
  }));
  return hasStarted;
}

async function recordedOf(home: Home, { name }: HttpServer): Promise<readonly HttpServer[]> {
  return (await httpServers(home)).filter((one) => one.name === name);
}

async function untilReady(home: Home, server: HttpServer, offset: number): Promise<void> {
  const giveUpAt = performance.now() + readySeconds * 1_000;
  for (;;) {
    const unmet = await unmetOf(server);
    const alive = (await recordedOf(home, server)).some((one) => isAlive(home, one));
    if (alive && unmet?.length === 0) return;
    if (alive && performance.now() < giveUpAt) {
      await sleep(lookMs);
      continue;
    }
    const missing = unmet === undefined || unmet.length === 0 ? '' : ` (unmet: ${unmet.join(', ')})`;
    throw new Refused(
      `the ${server.name} server ${alive ? `does not get ready${missing}` : 'ended'}; its log, ${server.log}, ends:\n${endOf(server.log, offset)}`,
    );
  }
}
