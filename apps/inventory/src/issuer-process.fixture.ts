import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  makeMachine,
  modernRequest,
  openStage,
  testDatabase,
  tokenMint,
  type Members,
  type ServerProcess,
  type TestDatabase,
  type TokenMint,
} from '@supercargo/testing';
import { INVENTORY } from './inventory.fixture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const CLOCK = new URL('moved-clock.fixture.ts', import.meta.url).href;
const RESOURCE = 'http://127.0.0.1:4101/mcp';
const HOUR = 3_600;

/** Inventory as a process, an identity provider as another server over HTTP, and the clock of both. */
export interface IssuerProcess extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly mint: TokenMint;
  readonly server: ServerProcess;
  readonly advance: (seconds: number) => void;
  /** Keys that must not be trusted, as the configured file says from now on. An empty name makes the file no list. */
  readonly deny: (...keyIds: readonly string[]) => void;
  /** A token for an hour, with these claims over its own. */
  readonly token: (claims?: Members) => Promise<string>;
  /** What a call of the tool that shows stock is answered: its status. */
  readonly call: (token: string) => Promise<number>;
  /** What is unmet, as the process tells whoever watches it. */
  readonly unmet: () => Promise<unknown>;
  /** How often the process logged this. */
  readonly said: (words: string) => number;
}

type Write = (name: string, text: string) => string;

function writer(folder: string): Write {
  return (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
}

async function portOf(server: ServerProcess): Promise<string> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const port = /"port":(\d+)/.exec(server.said())?.[1];
    if (port !== undefined) return port;
    await sleep(20);
  }
  throw new Error(`the process does not serve: ${server.said()}`);
}

async function start(database: TestDatabase, write: Write, mint: TokenMint, issuer: object): Promise<ServerProcess> {
  const machine = await makeMachine(database, INVENTORY.login, []);
  const config = {
    ...{ resource: RESOURCE, baselineScope: 'inventory:read', scopesSupported: ['inventory:read'], development: true },
    // Its keys are found by its metadata.
    ...{ issuers: [{ issuer: mint.issuer, ...issuer }], deniedKeysFile: write('denied.json', '[]') },
    failures: { slowAfter: 1_000 },
  };
  return machine.start(MAIN, ['http', '--port', '0'], {
    ...{ SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: write('auth.json', JSON.stringify(config)) },
    ...{ NODE_OPTIONS: `--import ${CLOCK}`, TEST_CLOCK_AHEAD_FILE: write('clock', '0') },
  });
}

async function caller(url: URL): Promise<IssuerProcess['call']> {
  const message = modernRequest('tools/call', { name: 'get_stock', arguments: await INVENTORY.good.get_stock() });
  return async (token) => {
    const headers = {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ authorization: `Bearer ${token}`, 'mcp-protocol-version': '2026-07-28' },
      ...{ 'mcp-method': 'tools/call', 'mcp-name': 'get_stock' },
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
    const text = await response.text();
    // Let in is not enough: it answers.
    if (response.status === 200 && !text.includes('"on_hand"')) throw new Error(`no stock is shown: ${text}`);
    return response.status;
  };
}

/** `issuer`: what its configuration says beside its name, given a folder for its files. */
export async function startWithIssuer(issuer: (folder: string) => object = () => ({})): Promise<IssuerProcess> {
  const database = await testDatabase();
  await openStage(database, INVENTORY);
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const write = writer(folder);
  const time = { ahead: 0 };
  const mint = await tokenMint({ audience: RESOURCE, clock: () => new Date(Date.now() + time.ahead * 1_000) });
  const server = await start(database, write, mint, issuer(folder));
  const url = new URL(`http://127.0.0.1:${await portOf(server)}/mcp`);
  return {
    ...{ database, mint, server, call: await caller(url) },
    advance: (seconds) => {
      time.ahead += seconds;
      write('clock', String(time.ahead));
    },
    deny: (...keyIds) => {
      const list = JSON.stringify(keyIds.map((keyId) => ({ issuer: mint.issuer, keyId })));
      write('denied.json', keyIds.includes('') ? '[' : list);
    },
    token: (claims = {}) => mint.mint({ scope: 'inventory:read', exp: mint.now() + HOUR, ...claims }),
    unmet: async () => ((await (await fetch(new URL('/readyz', url))).json()) as { readonly unmet: unknown }).unmet,
    said: (words) => server.said().split(words).length - 1,
    [Symbol.asyncDispose]: async () => {
      server.child.kill('SIGTERM');
      await server.ended;
      await mint.close();
      rmSync(folder, { recursive: true });
    },
  };
}
