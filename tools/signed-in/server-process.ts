import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthConfigInput } from '@supercargo/auth';
import type { Home } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { appFolder, serverDefinition } from '../servers.ts';
import { endWithUs } from './end-with-us.ts';

/** A server to be started: the file that is run, and what tokens for it say. */
export interface ServerProgram {
  readonly name: string;
  readonly title: string;
  readonly main: string;
  readonly scopes: readonly [read: string, ...writes: readonly string[]];
  /** The origin of the console that it is told of; without one it sends nobody anywhere. */
  readonly consoleUrl?: string;
}

export interface RunningServer {
  readonly name: string;
  /** Its address, which is its resource indicator. */
  readonly url: string;
  readonly scopes: readonly string[];
  stop(): Promise<void>;
}

const READY_MS = 30_000;
const LOOK_MS = 50;

/** A server of this checkout, with every scope that any role has at it. */
export async function ownServer(name: ServerName): Promise<ServerProgram> {
  const { title, scopesByRole } = await serverDefinition(name);
  const read = `${name}:read`;
  const writes = new Set(
    Object.values(scopesByRole)
      .flat()
      .filter((scope) => scope !== read),
  );
  return { name, title, main: join(appFolder(name), 'src', 'main.ts'), scopes: [read, ...writes] };
}

/** The same as `supercargo up` tells its servers: tokens of the issuer on this machine, bound to a key where a client proves one. */
function authOf({ title, scopes }: ServerProgram, url: string, issuer: string): AuthConfigInput {
  return {
    ...{
      resource: url,
      resourceName: title,
      baselineScope: scopes[0],
      scopesSupported: [...scopes],
      development: true,
    },
    issuers: [
      {
        ...{ issuer, jwksUri: `${issuer}/jwks`, algorithms: ['ES256'] },
        senderConstraint: { kind: 'dpop', required: false },
      },
    ],
  };
}

async function untilReady(url: string, process: ChildProcess, log: string): Promise<void> {
  const giveUpAt = performance.now() + READY_MS;
  for (;;) {
    const response = await fetch(new URL('/readyz', url)).catch(() => undefined);
    if (response?.status === 200) return;
    if (process.exitCode !== null || performance.now() > giveUpAt) {
      process.kill('SIGKILL');
      throw new Error(`the server does not get ready; it says:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    }
    await sleep(LOOK_MS);
  }
}

/** Starts it over HTTP, behind sign-in, and answers when it is ready. */
export async function startServer(
  home: Home,
  issuer: string,
  program: ServerProgram & { readonly url: string },
): Promise<RunningServer> {
  const { name, main, url, scopes, consoleUrl } = program;
  const folder = join(home.path, 'http');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authFile = join(folder, `${name}.auth.json`);
  writeFileSync(authFile, JSON.stringify(authOf(program, url, issuer)), { mode: 0o600 });
  const log = join(home.logsDir, `${name}-http.log`);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [main, 'http', '--port', new URL(url).port], {
    env: {
      ...{ PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
      ...{ SUPERCARGO_HOME: home.path, SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile },
      ...(consoleUrl === undefined ? {} : { SUPERCARGO_CONSOLE_URL: consoleUrl }),
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  endWithUs(child);
  await untilReady(url, child, log);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  };
  return { name, url, scopes, stop };
}

/** Loads the few facts of the demo company that a call needs. */
export async function runImport(home: Home, server: ServerName, tenant: string): Promise<void> {
  const main = join(appFolder(server), 'src', 'main.ts');
  const env = { PATH: process.env['PATH'], SUPERCARGO_HOME: home.path };
  const child = spawn(process.execPath, [main, 'import', 'demo', tenant, '--core'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the facts of ${server} could not be loaded`);
}
