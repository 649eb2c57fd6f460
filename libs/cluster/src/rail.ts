import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ClusterError, codeOf } from './fault.ts';
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
const readySeconds = 15;
const politeSeconds = 5;
const lookMs = 20;
const answerMs = 2_000;

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
    const offset = (await textOf(log)).length;
    const pid = spawnRail(home, log, args);
    const url = await readyUrl(pid, log, offset);
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
    if (isUp) {
      const giveUpAt = performance.now() + politeSeconds * 1_000;
      signal(state.pid, 'SIGTERM');
      while (isAlive(state.pid)) {
        if (performance.now() > giveUpAt) signal(state.pid, 'SIGKILL');
        await sleep(lookMs);
      }
    }
    await rm(stateFile(home), { force: true });
    return isUp;
  });
}

function spawnRail(home: Home, log: string, args: readonly string[]): number {
  const main = join(checkoutOf(), 'apps', 'rail', 'src', 'main.ts');
  const own = ['--data', join(home.path, 'rail.sqlite'), '--token-file', join(home.secretsDir, TOKEN)];
  const output = openSync(log, 'a', 0o600);
  try {
    // Nothing of our environment: it is a foreign system, and holds no credential of ours.
    const child = spawn(process.execPath, [main, ...own, ...args], {
      detached: true,
      env: {},
      stdio: ['ignore', output, output],
    });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid === undefined) throw new ClusterError('state', 'The payment rail could not be started.');
    return child.pid;
  } finally {
    closeSync(output);
  }
}

async function readyUrl(pid: number, log: string, offset: number): Promise<string> {
  const giveUpAt = performance.now() + readySeconds * 1_000;
  for (;;) {
    const said = (await textOf(log)).slice(offset);
    const url = /^\{"rail":"ready","url":"(http:\/\/127\.0\.0\.1:\d+)"\}$/m.exec(said)?.[1];
    if (url !== undefined) return url;
    const isLate = performance.now() > giveUpAt;
    if (isLate || (!isAlive(pid) && said !== '')) {
      if (isLate) signal(pid, 'SIGKILL');
      throw new ClusterError(
        'state',
        `The payment rail does not get ready; ${log} ends:\n${said.slice(-1_000).trimEnd()}`,
      );
    }
    await sleep(lookMs);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
