import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { answersAs } from './answers-as.ts';
import { endBackground, endUnrecorded, startBackground } from './background.ts';
import { ClusterError } from './fault.ts';
import { checkoutOf, type Env, type Home } from './home.ts';
import { identitySecret, readIdentity } from './identity.ts';
import { withLock } from './lock.ts';
import { freePorts, portIsFree } from './settings.ts';
import { portsIn, readState, updateState, writeByRename, type ConsoleState } from './state.ts';
import { textOf } from './text-of.ts';

/** What the authorization server of a home knows the console by. */
const CLIENT = 'supercargo-console';

const main = (): string => join(checkoutOf(), 'apps', 'console', 'src', 'main.ts');
const settingsFile = (home: Home): string => join(consoleFolder(home), 'settings.json');

/** Where lies what the console is told, with its client's secret: readable by its owner alone. */
export const consoleFolder = (home: Home): string => join(home.path, 'console');

/** Where the issuer sends people back to after they signed in. */
export const consoleRedirect = ({ url }: Pick<ConsoleState, 'url'>): string => `${url}/callback`;

/** The origin of this home's console where it answers now, as the process that we started; undefined otherwise. */
export async function runningConsole(home: Home): Promise<string | undefined> {
  const { console: state } = await readState(home);
  return state !== undefined && (await isOurs(state)) ? state.url : undefined;
}

/** Gives the console a free port of this machine, for good: people were told of it, and its issuer sends them back to it alone. */
export async function reserveConsole(home: Home): Promise<ConsoleState> {
  const known = await readState(home);
  const url = known.console?.url ?? `http://127.0.0.1:${await firstPort(home)}`;
  const log = join(home.logsDir, 'console.log');
  const { console: reserved } = await updateState(home, (state) => ({
    ...state,
    console: state.console ?? { url, since: new Date().toISOString(), log },
  }));
  if (reserved === undefined) throw new ClusterError('state', 'The console has no address.');
  return reserved;
}

async function firstPort(home: Home): Promise<string> {
  const { issuer } = (await readIdentity(home)) ?? {};
  const taken = [...portsIn(await readState(home)), ...(issuer === undefined ? [] : [Number(new URL(issuer).port)])];
  for await (const port of freePorts(undefined, consoleFolder(home))) {
    if (!taken.includes(port)) return port.toString();
  }
  throw new ClusterError('state', 'No port is free for the console.');
}

/**
 * Starts the console of this home as a process of its own, unless it answers already, was told the same and is newer than `changedAt`, when
 * its code was last changed (milliseconds). It is reached where `reserveConsole` said; `env` is all of its environment. Needs the authorization
 * server, which was told of it. Throws a ClusterError that says why it could not.
 */
export async function startConsole(
  home: Home,
  env: Env,
  issuer: string,
  changedAt = 0,
): Promise<'started' | 'replaced' | 'already running'> {
  return withLock(home, 'console', async () => {
    const before = await reserveConsole(home);
    const text = await settingsText(home, before, issuer);
    const isUp = await isOurs(before);
    const isNew = isUp && Date.parse(before.startedAt ?? '') > changedAt;
    if (isNew && (await textOf(settingsFile(home))) === text) return 'already running';
    if (isUp && before.pid !== undefined) await endBackground(before.pid);
    await endUnrecorded({ main: main() }, settingsFile(home));
    await refuseTakenPort(home, before);
    await mkdir(consoleFolder(home), { recursive: true, mode: 0o700 });
    await writeByRename(settingsFile(home), text);
    const { port } = new URL(before.url);
    const { pid } = await startBackground({
      title: 'The console',
      main: main(),
      args: ['--port', port, '--settings', settingsFile(home)],
      env: Object.fromEntries(
        Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      log: before.log,
      ready: /^\{"console":"ready","origin":"(http:\/\/127\.0\.0\.1:\d+)"\}$/m,
    });
    await record(home, { pid, startedAt: new Date().toISOString() });
    return isUp ? 'replaced' : 'started';
  });
}

async function settingsText(home: Home, { url: origin }: ConsoleState, issuer: string): Promise<string> {
  const client_secret = await identitySecret(home, 'clients', CLIENT);
  if (client_secret === undefined) {
    throw new ClusterError('state', 'The authorization server here does not know the console.');
  }
  return `${JSON.stringify({ origin, issuer, client_id: CLIENT, client_secret }, null, 2)}\n`;
}

async function refuseTakenPort(home: Home, { url }: ConsoleState): Promise<void> {
  if (await portIsFree(Number(new URL(url).port))) return;
  throw new ClusterError(
    'state',
    `${url}, where people expect the console, is another program’s now: end that, or take "console" out of ${home.stateFile} to give it another address`,
  );
}

/** Ends it; false where it does not run. Whoever was signed in signs in again, and its address stays its own. */
export async function stopConsole(home: Home): Promise<boolean> {
  return withLock(home, 'console', async () => {
    const { console: state } = await readState(home);
    // Its number may be another process's by now: only one that answers as ours is ended.
    const pid = state !== undefined && (await isOurs(state)) ? state.pid : undefined;
    if (pid !== undefined) await endBackground(pid);
    const wasThere = await endUnrecorded({ main: main() }, settingsFile(home));
    if (state !== undefined) await record(home, {});
    return pid !== undefined || wasThere;
  });
}

/** Writes down which process it is, or that none is. */
async function record(home: Home, running: Pick<ConsoleState, 'pid' | 'startedAt'>): Promise<void> {
  await updateState(home, ({ console: state, ...rest }) => {
    if (state === undefined) return rest;
    const { url, since, log } = state;
    return { ...rest, console: { url, since, log, ...running } };
  });
}

/** Whether the process that we started answers there. Another one on its port has another number. */
async function isOurs({ url, pid }: ConsoleState): Promise<boolean> {
  return pid !== undefined && answersAs(url, { console: 'ready', pid });
}
