import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutOf, freePorts } from '@supercargo/cluster';
import type { Companies } from '../calls/companies.ts';
import { SCOPES, type Issuer } from './issuer.ts';
import { toolboxProgram, writeToolsFile, type LibpqEnv } from './toolbox.ts';

export const SIDES = [
  'bare',
  'sdk',
  'sdk-whole',
  'sdk-first',
  'sdk-walled',
  'toolbox',
  'toolbox-recorded',
  'ours',
] as const;
export type SideName = (typeof SIDES)[number];

export const SIDE_SAYS: Readonly<Record<SideName, string>> = {
  bare: '(a) node:http and pg with the walls and a record, no protocol, no sign-in',
  sdk: '(b) the SDK’s createMcpHandler behind Express, one tool, no controls',
  'sdk-whole': '(b2) the same with as many tools as Inventory has',
  'sdk-first': '(b3) the same of the SDK’s first release, 2.0.0',
  'sdk-walled': '(b4) the SDK’s handler as in (b), with a token checked by jose, the walls and a record',
  toolbox: '(c) MCP Toolbox, no controls',
  'toolbox-recorded': '(c2) MCP Toolbox, a record in its statement',
  ours: '(d) Inventory with everything on',
};

/** A server under load, in a process of its own. */
export interface Serving {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** What our server is called in its tokens; the port that it listens on is free and another each time. */
export const RESOURCE = 'http://127.0.0.1/mcp';

const READY_MS_MAX = 30_000;

function serving(process: ChildProcess, url: string): Serving {
  return {
    ...{ process, url },
    stop: async () => {
      if (process.exitCode !== null) return;
      const ended = once(process, 'exit');
      process.kill('SIGTERM');
      await ended;
    },
  };
}

/** A program of the benchmark's, which says its port in its first line. */
async function startOwn(
  path: string,
  env: NodeJS.ProcessEnv,
  file: string,
  ...args: readonly string[]
): Promise<Serving> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    ...{ env, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  for await (const port of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return serving(child, `http://127.0.0.1:${port}${path}`);
  }
  throw new Error(`${file} did not say its port; what it said is above`);
}

async function startToolbox(env: LibpqEnv, folder: string, recorded: boolean): Promise<Serving> {
  const program = toolboxProgram();
  const file = writeToolsFile(folder, env, recorded);
  const free = await freePorts(undefined, file).next();
  if (free.done === true) throw new Error('no port is free');
  const port = free.value.toString();
  const flags = ['--config', file, '--port', port, '--disable-reload', '--disable-version-check'];
  const child = spawn(program, [...flags, '--log-level', 'ERROR'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}/mcp`;
  const until = performance.now() + READY_MS_MAX;
  while (!(await fetch(url, { method: 'GET' }).catch(() => undefined))) {
    if (performance.now() > until) throw new Error('the Toolbox does not answer');
    await sleep(50);
  }
  return serving(child, url);
}

async function startOurs(companies: Companies, issuer: Issuer, folder: string): Promise<Serving> {
  const authFile = join(folder, 'auth.json');
  const auth = {
    ...{ resource: RESOURCE, baselineScope: SCOPES[0], scopesSupported: SCOPES, development: true },
    issuers: [{ issuer: issuer.url, jwksUri: issuer.jwksUri }],
  };
  writeFileSync(authFile, JSON.stringify(auth));
  const program = join(checkoutOf(), 'apps', 'inventory', 'src', 'main.ts');
  const child = spawn(process.execPath, [program, 'http', '--port', '0'], {
    env: { ...companies.env, SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /"port":(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return serving(child, `http://127.0.0.1:${port}/mcp`);
  }
  throw new Error('the Inventory server did not start');
}

/** Starts one side; whoever starts it stops it. */
export async function startSide(
  name: SideName,
  parts: { readonly companies: Companies; readonly admin: LibpqEnv; readonly issuer: Issuer },
): Promise<Serving> {
  const { companies, admin, issuer } = parts;
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-bench-http-'));
  try {
    switch (name) {
      case 'bare':
        return await startOwn('/', companies.env, 'bare-server.ts');
      case 'sdk-walled':
        return await startOwn('/mcp', companies.env, 'sdk-walled-server.ts', issuer.url, issuer.jwksUri, RESOURCE);
      case 'sdk':
      case 'sdk-whole':
      case 'sdk-first':
        return await startOwn('/mcp', { PATH: process.env['PATH'], ...admin }, 'sdk-server.ts', name);
      case 'toolbox':
      case 'toolbox-recorded':
        return await startToolbox(admin, folder, name === 'toolbox-recorded');
      case 'ours':
        return await startOurs(companies, issuer, folder);
    }
  } finally {
    // Read once, at the start.
    rmSync(folder, { recursive: true });
  }
}
