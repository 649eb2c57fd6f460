import { readState, runningConsole, startConsole, type Env, type Home } from '@supercargo/cluster';
import { Refused } from '../fault.ts';
import { serverEnv } from '../servers.ts';
import { newestSource } from '../workers/newest-source.ts';
import type { WorkerStart } from '../workers/start.ts';
import { unmetOf } from './readiness.ts';

/** Starts the console, with the password of its own login alone; what runs and is current stays as it is. Throws where it is not ready. */
export async function ensureConsole(home: Home, env: Env, issuer: string): Promise<WorkerStart> {
  const start = await startConsole(home, serverEnv(env, 'console', home.path), issuer, newestSource('console'));
  const { console: state } = await readState(home);
  const unmet = state === undefined ? undefined : await unmetOf(state);
  if (unmet?.length === 0) return start;
  const missing = unmet === undefined ? '' : ` (unmet: ${unmet.join(', ')})`;
  throw new Refused(`the console does not get ready${missing}; its log is ${state?.log ?? 'missing'}`);
}

/** What a server that somebody else starts is told of the console, where that runs. */
export async function consoleVariables(home: Home): Promise<Readonly<Record<string, string>>> {
  const url = await runningConsole(home);
  return url === undefined ? {} : { SUPERCARGO_CONSOLE_URL: url };
}
