import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CLIENTS,
  connectHttp,
  makeMachine,
  modernRequest,
  openStage,
  testDatabase,
  tokenMint,
  type ServerProcess,
} from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

// Real processes on one database; what is signed for one is signed for each of them.
const RESOURCE = 'http://127.0.0.1/mcp';
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SCOPES = ['inventory:read', 'inventory:reorder'];
const YES = { action: 'accept', content: { confirm: true } };

const database = await testDatabase();
await openStage(database, INVENTORY);
const machine = await makeMachine(database, 'supercargo_inventory', []);
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: SCOPES.join(' ') } });
const folder = mkdtempSync(join(tmpdir(), 'replicas-'));
const authFile = join(folder, 'auth.json');
writeFileSync(
  authFile,
  JSON.stringify({
    ...{ resource: RESOURCE, baselineScope: SCOPES[0], scopesSupported: SCOPES, development: true },
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri }],
  }),
);
afterAll(async () => {
  await mint.close();
  rmSync(folder, { recursive: true });
});

interface Serving extends ServerProcess {
  readonly url: string;
}

async function serve(): Promise<Serving> {
  const env = { SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile };
  const server = machine.start(MAIN, ['http', '--port', '0'], env);
  const port = await vi.waitFor(() => {
    const found = /"port":(\d+)/.exec(server.said())?.[1];
    expect(found, server.said()).toBeDefined();
    return found ?? '';
  }, 20_000);
  return { ...server, url: `http://127.0.0.1:${port}/mcp` };
}

type Result = Readonly<Record<string, unknown>>;
const input = (key: string, quantity: number): Result => ({
  ...{ sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1', idempotency_key: key },
});

async function reorder({ url }: Serving, token: string, args: Result, more: object = {}): Promise<Result> {
  const message = modernRequest('tools/call', { name: 'create_reorder', arguments: args, ...more });
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ authorization: `Bearer ${token}`, 'mcp-protocol-version': '2026-07-28' },
      ...{ 'mcp-method': 'tools/call', 'mcp-name': 'create_reorder' },
    },
    body: JSON.stringify(message),
  });
  return ((await response.json()) as { readonly result: Result }).result;
}

const ordersOf = async (quantity: number): Promise<number> =>
  (
    await database.admin('select from inventory.purchase_order where ordered_by is not null and quantity = $1', [
      quantity,
    ])
  ).length;

test(
  'a question of a process that was killed is answered to the one in its place, with the same token, and is done once',
  { timeout: 60_000 },
  async () => {
    const asking = await serve();
    const token = await mint.mint();
    const args = input('killed', 21);
    const { requestState } = await reorder(asking, token, args);
    asking.child.kill('SIGKILL');
    expect((await asking.ended).code).toBeNull();
    const next = await serve();
    const yes = { requestState, inputResponses: { consent: YES } };
    const executed = { structuredContent: { outcome: 'executed', request_id: requestState } };
    expect(await reorder(next, token, args, yes)).toMatchObject(executed);
    // And so is the call itself, under its key, also of a client of another era.
    expect(await reorder(next, token, args)).toMatchObject(executed);
    for (const kind of CLIENTS) {
      const client = await connectHttp(next.url, token, kind, () => Promise.reject(new Error('nobody is asked')));
      expect(await client.call('create_reorder', args), kind).toMatchObject({ structured: executed.structuredContent });
      await client.close();
    }
    expect(await ordersOf(21)).toBe(1);
  },
);

test('ten at once with one key at two processes, with a token each, are one order', { timeout: 60_000 }, async () => {
  const servers = await Promise.all([serve(), serve()]);
  const clients = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      const { url } = servers[at % 2] ?? servers[0];
      const kind = CLIENTS[at % CLIENTS.length] ?? CLIENTS[0];
      return connectHttp(url, await mint.mint({ client_id: `host ${String(at)}` }), kind, async () => YES);
    }),
  );
  const answers = await Promise.all(clients.map((client) => client.call('create_reorder', input('crowd', 22))));
  for (const client of clients) await client.close();
  const outcomes = answers.map(({ structured }) => structured?.['outcome']);
  expect(new Set(outcomes)).toEqual(new Set(['executed']));
  expect(new Set(answers.map(({ structured }) => structured?.['request_id'])).size).toBe(1);
  expect(await ordersOf(22)).toBe(1);
});
