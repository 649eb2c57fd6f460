import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { answersAs } from './answers-as.ts';
import { endBackground, endUnrecorded, startBackground } from './background.ts';
import { ClusterError } from './fault.ts';
import { checkoutOf, type Env, type Home } from './home.ts';
import { withLock } from './lock.ts';
import { freePorts } from './settings.ts';
import { portsIn, readState, writeByRename } from './state.ts';
import { textOf } from './text-of.ts';

/** What the development authorization server is handed; it checks it, and says what is not accepted. */
export type IdentitySettings = {
  readonly people: readonly {
    readonly tenant: string;
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly customer?: string;
  }[];
  /** Agents without a person: what each may ever ask for. */
  readonly agents: readonly {
    readonly tenant: string;
    readonly id: string;
    readonly roles: readonly string[];
    readonly scopes: readonly string[];
  }[];
  /** The MCP servers, by their resource indicator; the first scope is what a client is given that names none. */
  readonly servers: readonly {
    readonly name: string;
    readonly title: string;
    readonly resource: string;
    readonly scopes: readonly string[];
  }[];
  /** The page on which people decide: where it has them sent back to. */
  readonly console?: { readonly redirect_uri: string };
};

const identityState = z.strictObject({
  issuer: z.url(),
  /** Absent while it is stopped: its issuer stays the same when it comes back. */
  pid: z.int().positive().optional(),
  startedAt: z.iso.datetime(),
  log: z.string(),
});

/** The development authorization server of a home: the content of `idp.json`. Holds no secrets. */
export type IdentityState = z.output<typeof identityState>;

const passwordFile = z.object({ people: z.record(z.string(), z.string()), clients: z.record(z.string(), z.string()) });

const main = (): string => join(checkoutOf(), 'apps', 'idp', 'src', 'main.ts');
const stateFile = (home: Home): string => join(home.path, 'idp.json');
const settingsFile = (home: Home): string => join(identityFolder(home), 'settings.json');

/** Where it keeps keys, passwords and sessions: readable by their owner alone. */
export const identityFolder = (home: Home): string => join(home.path, 'identity');

/** What `idp.json` says, whether or not it runs. Undefined where none was started, or the file is not ours. */
export async function readIdentity(home: Home): Promise<IdentityState | undefined> {
  const parsed = identityState.safeParse(await jsonOf(stateFile(home)));
  return parsed.success ? parsed.data : undefined;
}

/** The issuer of this home where it answers now, as the process that we started; undefined otherwise. */
export async function runningIssuer(home: Home): Promise<string | undefined> {
  const state = await readIdentity(home);
  return state !== undefined && (await isOurs(state)) ? state.issuer : undefined;
}

/** What it was last handed; undefined where it was never started. */
export async function readIdentitySettings(home: Home): Promise<IdentitySettings | undefined> {
  // Written by us alone, and checked by the server before it starts.
  return (await jsonOf(settingsFile(home))) as IdentitySettings | undefined;
}

/**
 * Starts the authorization server of this home as a process of its own, unless it answers already, was handed the same and is newer than
 * `changedAt`, when its code was last changed (milliseconds). It takes the port it had before, so that its issuer and the tokens of before
 * stay good. Throws a ClusterError with the end of its log.
 */
export async function startIdentity(
  home: Home,
  env: Env,
  settings: IdentitySettings,
  changedAt = 0,
): Promise<'started' | 'replaced' | 'already running'> {
  return withLock(home, 'idp', async () => {
    const before = await readIdentity(home);
    const text = `${JSON.stringify(settings, null, 2)}\n`;
    const isUp = before !== undefined && (await isOurs(before));
    const isNew = isUp && Date.parse(before.startedAt) > changedAt;
    if (isNew && (await textOf(settingsFile(home))) === text) return 'already running';
    if (isUp && before.pid !== undefined) await endBackground(before.pid);
    await endUnrecorded({ main: main() }, settingsFile(home));
    await mkdir(identityFolder(home), { recursive: true, mode: 0o700 });
    await writeByRename(settingsFile(home), text);
    const log = join(home.logsDir, 'idp.log');
    const port = before === undefined ? await firstPort(home) : new URL(before.issuer).port;
    const { pid, said: issuer } = await startBackground({
      title: 'The development authorization server',
      main: main(),
      args: [
        ...['--development', '--settings', settingsFile(home)],
        ...['--data', identityFolder(home), '--port', port],
      ],
      env: saysWhere(env),
      log,
      ready: /^\{"idp":"ready","issuer":"(http:\/\/127\.0\.0\.1:\d+)"\}$/m,
    });
    await writeState(home, { issuer, pid, startedAt: new Date().toISOString(), log });
    return isUp ? 'replaced' : 'started';
  });
}

/** Its issuer keeps this port for good, so it is none that the system hands out to connections. */
async function firstPort(home: Home): Promise<string> {
  const taken = portsIn(await readState(home));
  for await (const port of freePorts(undefined, identityFolder(home))) {
    if (!taken.includes(port)) return port.toString();
  }
  throw new ClusterError('state', 'No port is free for the development authorization server.');
}

/** Ends it; false where it does not run. Its keys, passwords and refresh tokens stay. */
export async function stopIdentity(home: Home): Promise<boolean> {
  return withLock(home, 'idp', async () => {
    const state = await readIdentity(home);
    // Its number may be another process's by now: only one that answers as ours is ended.
    if (state?.pid === undefined || !(await isOurs(state))) {
      return endUnrecorded({ main: main() }, settingsFile(home));
    }
    await endBackground(state.pid);
    const { pid: _pid, ...stopped } = state;
    await writeState(home, stopped);
    return true;
  });
}

/** Replaces its signing key; the former one stays published while its tokens live. False where it does not run. */
export async function rotateIdentityKey(home: Home): Promise<boolean> {
  const state = await readIdentity(home);
  if (state?.pid === undefined || !(await isOurs(state))) return false;
  process.kill(state.pid, 'SIGHUP');
  return true;
}

/** How this home's person (`mara@acme`) or client signs in; undefined where nobody is, or where the line was deleted. */
export async function identitySecret(
  home: Home,
  kind: 'people' | 'clients',
  name: string,
): Promise<string | undefined> {
  const path = join(identityFolder(home), 'passwords.json');
  const found = await jsonOf(path);
  if (found === undefined) return undefined;
  const parsed = passwordFile.safeParse(found);
  if (!parsed.success) throw new ClusterError('secret', `${path} is not a file of this version.`);
  return Object.hasOwn(parsed.data[kind], name) ? parsed.data[kind][name] : undefined;
}

/** What says that this is no development, so that it refuses by itself; nothing else of our environment. */
function saysWhere(env: Env): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['NODE_ENV', 'SUPERCARGO_PROFILE'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
}

async function writeState(home: Home, state: IdentityState): Promise<void> {
  await writeByRename(stateFile(home), `${JSON.stringify(state, null, 2)}\n`);
}

/** Whether the process that we started answers there. Another one on its port has another number. */
async function isOurs({ issuer, pid }: IdentityState): Promise<boolean> {
  return pid !== undefined && answersAs(issuer, { idp: 'ready', pid });
}

async function jsonOf(path: string): Promise<unknown> {
  try {
    const text = await textOf(path);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
