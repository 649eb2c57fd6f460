import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import * as z from 'zod';
import type { PageReader } from '../signed-in/page-reader.ts';
import { answerOf, contentsOf } from './answer.ts';
import { consoleLinksIn } from './approval-page.ts';
import type { Client, Connected } from './client.ts';
import { endWithUs } from '../signed-in/end-with-us.ts';
import { freePort } from '../signed-in/free-port.ts';
import { Person } from './person.ts';
import { opening } from './sent-back.ts';

const NAME = '@modelcontextprotocol/inspector';
const launcher = join(checkoutOf(), 'node_modules', NAME, 'clients', 'launcher', 'build', 'index.js');
const RUN_MS = 60_000;

/** How it says on standard error what went wrong. */
const Failure = z.object({ error: z.object({ message: z.string() }) });
const Printed = z.object({ result: z.unknown() });
const Tools = z.object({ tools: z.array(z.object({ name: z.string() })) });

function failureIn(printed: string): string {
  const last = printed.trim().split('\n').at(-1) ?? '';
  try {
    return Failure.parse(JSON.parse(last)).error.message;
  } catch {
    return last;
  }
}

interface Told {
  /** The server, and how it is told of it. */
  readonly target: readonly string[];
  readonly issuer: string;
  readonly era: 'modern' | 'legacy';
  /** Where it keeps what it knows between two runs. */
  readonly home: string;
  readonly port: number;
  /** Where it asked its person to go, as it goes on. */
  readonly links: string[];
}

/** One run of the command, which is one request; throws what it says is wrong. */
async function run(told: Told, person: Person, args: readonly string[]): Promise<unknown> {
  const callback = `http://127.0.0.1:${told.port}/oauth/callback`;
  const options = ['--protocol-era', told.era, '--callback-url', callback, '--format', 'json'];
  const child = spawn(process.execPath, [launcher, '--cli', ...told.target, ...options, ...args], {
    // No browser is found by this environment: its person opens what it prints.
    env: { HOME: told.home, PATH: '', MCP_AUTO_OPEN_ENABLED: 'true', MCP_INSPECTOR_SECRET_STORE: 'file' },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(RUN_MS),
  });
  endWithUs(child);
  // It asks on standard error whether to ask for more scopes, and takes the answer from here.
  child.stdin.on('error', () => undefined).end('y\n');
  const printed = { out: '', err: '' };
  const open = opening(person, told.issuer, () => child.kill());
  child.stdout.setEncoding('utf8').on('data', (part: string) => (printed.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    printed.err += part;
    open(part);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  // Its person reads standard error; the answer, which names the page as well, is for the caller.
  told.links.push(...consoleLinksIn(printed.err));
  if (printed.out.trim() === '') throw new Error(`exit code ${code ?? 'none'}: ${failureIn(printed.err)}`);
  return Printed.parse(JSON.parse(printed.out)).result;
}

/** The address, or a configuration that says which scopes to ask for: without one it asks for all that the server has. */
function targetOf(url: string, scope: string | undefined, home: string): readonly string[] {
  if (scope === undefined) return [url, '--transport', 'http'];
  const config = join(home, 'mcp.json');
  const server = { type: 'streamable-http', url, oauth: { scopes: scope } };
  writeFileSync(config, JSON.stringify({ mcpServers: { inventory: server } }), { mode: 0o600 });
  return ['--config', config, '--server', 'inventory'];
}

/** Inspector’s command line: a process for each request, which keeps what it was given in a folder. */
export function inspectorClient(
  pages: PageReader,
  version: string,
  at: { readonly issuer: string; readonly folder: string; readonly era: Told['era'] },
): Client {
  return {
    ...{ name: `${NAME} --cli`, version, setting: `--protocol-era ${at.era}` },
    connect: async (url, scope) => {
      const person = new Person(pages);
      const home = mkdtempSync(join(at.folder, 'inspector-'));
      const told = { ...at, home, target: targetOf(url, scope, home), port: await freePort(), links: [] };
      const list = async (): Promise<readonly string[]> =>
        Tools.parse(await run(told, person, ['--method', 'tools/list'])).tools.map(({ name }) => name);
      await list();
      const connected: Connected = {
        protocol: at.era === 'modern' ? '2026-07-28' : '2025-11-25',
        toolNames: list,
        call: async (name, args) => {
          const what = ['--method', 'tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(args)];
          return answerOf(await run(told, person, what));
        },
        read: async (uri) => contentsOf(await run(told, person, ['--method', 'resources/read', '--uri', uri])),
        forms: 0,
        links: told.links,
        close: () => Promise.resolve(),
      };
      return { connected, signIns: person };
    },
  };
}
