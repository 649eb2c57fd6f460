import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { endBackground, endUnrecorded, startBackground } from './background.ts';
import { codeOf } from './fault.ts';
import { checkoutOf, type Home } from './home.ts';
import { withLock } from './lock.ts';
import { secretFor, type PasswordSource } from './secrets.ts';
import { writeByRename } from './state.ts';

/** Where the sandbox payment rail of a home listens, and the token that it wants. */
export type RailAddress = { readonly url: string; readonly token: PasswordSource };

const railState = z.strictObject({
  url: z.url(),
  pid: z.int().positive(),
  startedAt: z.iso.datetime(),
  log: z.string(),
});

/** The sandbox rail of a home as a process: the content of `rail.json`. Holds no secrets. */
export type RailState = z.output<typeof railState>;

const TOKEN = 'rail_token';
const nobody = '00000000-0000-4000-8000-000000000000';
const answerMs = 2_000;

const main = (): string => join(checkoutOf(), 'apps', 'rail', 'src', 'main.ts');
const books = (home: Home): string => join(home.path, 'rail.sqlite');
const stateFile = (home: Home): string => join(home.path, 'rail.json');

/** What `rail.json` says, whether or not that process still lives. Undefined where no rail was started, or the file is not ours. */
export async function readRail(home: Home): Promise<RailState | undefined> {
  try {
    const parsed = railState.safeParse(JSON.parse(await readFile(stateFile(home), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where the rail of this home was last started. Asked anew for each call: another start may have taken another port. */
export async function railAddress(home: Home): Promise<RailAddress | undefined> {
  const state = await readRail(home);
  return state === undefined ? undefined : { url: state.url, token: () => secretFor(home, TOKEN) };
}

/** Whether the rail of this home answers, to its own token and in its own words. */
export async function isRailUp(home: Home): Promise<boolean> {
  const address = await railAddress(home);
  if (address === undefined) return false;
  try {
    const response = await fetch(`${address.url}/payments/${nobody}`, {
      headers: { authorization: `Bearer ${await address.token()}` },
      signal: AbortSignal.timeout(answerMs),
      redirect: 'error',
    });
    return (await response.text()).includes('"not_found"');
  } catch {
    return false;
  }
}

/**
 * Starts the sandbox rail of this home as a process of its own, unless it answers already. Its books and its token outlive it. `args` are
 * options of `apps/rail`, such as `--lose-every 3`. Throws a ClusterError with the end of its log when it does not get ready.
 */
export async function startRail(home: Home, args: readonly string[] = []): Promise<'started' | 'already running'> {
  return withLock(home, 'rail', async () => {
    if (await isRailUp(home)) return 'already running';
    await secretFor(home, TOKEN);
    const log = join(home.logsDir, 'rail.log');
    await endUnrecorded({ main: main() }, books(home));
    const own = ['--data', books(home), '--token-file', join(home.secretsDir, TOKEN)];
    const { pid, said: url } = await startBackground({
      title: 'The payment rail',
      main: main(),
      args: [...own, ...args],
      // Nothing of our environment: it is a foreign system, and holds no credential of ours.
      env: {},
      log,
      ready: /^\{"rail":"ready","url":"(http:\/\/127\.0\.0\.1:\d+)"\}$/m,
    });
    const state: RailState = { url, pid, startedAt: new Date().toISOString(), log };
    await writeByRename(stateFile(home), `${JSON.stringify(state, null, 2)}\n`);
    return 'started';
  });
}

/** Ends the rail of this home; false where none answers. What it was told is in its books. */
export async function stopRail(home: Home): Promise<boolean> {
  return withLock(home, 'rail', async () => {
    const state = await readRail(home);
    // Its number may be another process's by now: only one that answers is ended.
    const isUp = state !== undefined && (await isRailUp(home));
    if (isUp) await endBackground(state.pid);
    const wasThere = await endUnrecorded({ main: main() }, books(home));
    await rm(stateFile(home), { force: true });
    return isUp || wasThere;
  });
}
