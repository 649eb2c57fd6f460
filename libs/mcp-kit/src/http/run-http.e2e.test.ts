import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CLIENTS,
  connectHttp,
  makeMachine,
  openStage,
  recordsOf,
  testDatabase,
  tokenMint,
  type ServerProcess,
} from '@supercargo/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const RESOURCE = 'http://127.0.0.1:8090/mcp';
const database = await testDatabase();
await openStage(database, ECHO);
const machine = await makeMachine(database, 'supercargo_inventory', []);
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: 'inventory:read' } });
const folder = mkdtempSync(join(tmpdir(), 'http-'));
afterAll(async () => {
  await mint.close();
  rmSync(folder, { recursive: true });
});

const PROGRAM = fileURLToPath(new URL('echo-process.fixture.ts', import.meta.url));

function authFile(name: string, change: object = {}): string {
  const path = join(folder, `${name}.json`);
  const config = {
    ...{ resource: RESOURCE, baselineScope: 'inventory:read', scopesSupported: ['inventory:read'], development: true },
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri }],
    ...change,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const start = (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []): ServerProcess =>
  machine.start(PROGRAM, ['http', '--port', '0', ...args], {
    ...{ SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile('good') },
    ...more,
  });

/** Where it says that it serves. */
async function addressOf(server: ServerProcess): Promise<string> {
  const port = await vi.waitFor(() => {
    const found = /"port":(\d+)/.exec(server.said())?.[1];
    expect(found, server.said()).toBeDefined();
    return found ?? '';
  }, 20_000);
  return `http://127.0.0.1:${port}/mcp`;
}

describe('a server as a program, with tokens that an issuer signed', () => {
  const server = start();

  test.each(CLIENTS)('%s calls', async (kind) => {
    const client = await connectHttp(await addressOf(server), await mint.mint(), kind);
    const { structured } = await client.call('echo', { text: 'signed', wait_ms: 0 });
    expect(structured).toEqual({ text: 'signed', person: 'mara' });
    await client.close();
  });

  test('a token for another server is refused, and no call is recorded', async () => {
    const before = (await recordsOf(database, 'acme')).length;
    const token = await mint.mint({ aud: 'http://127.0.0.1:8091/mcp' });
    await expect(connectHttp(await addressOf(server), token, '2026-07-28')).rejects.toThrow();
    expect(await recordsOf(database, 'acme')).toHaveLength(before);
  });

  test('who is refused before anybody is known is recorded, and counted', async () => {
    const kept = async (): Promise<unknown> => {
      const [counted] = await database.admin(
        `select sum(refusals)::int as counted, (select count(*)::int from audit.unauthenticated_entry
           where record::jsonb ->> 'reason' = 'no_credentials') as recorded
         from audit.unauthenticated where reason = 'no_credentials'`,
      );
      return counted;
    };
    const address = await addressOf(server);
    for (let at = 0; at < 3; at += 1) {
      const headers = { 'content-type': 'application/json', accept: '*/*' };
      expect((await fetch(address, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    }
    await expect.poll(kept).toEqual({ counted: 3, recorded: 3 });
  });

  test('the issuer of a refused token is recorded where it is one that is trusted, and what an attacker writes never is', async () => {
    const address = await addressOf(server);
    const evil = 'https://evil.example/who-reads-this';
    for (const iss of [mint.issuer, evil, `${mint.issuer}/`]) {
      const authorization = `Bearer ${await mint.mint({ iss, aud: [RESOURCE, 'http://127.0.0.1:8092/mcp'] })}`;
      const headers = { 'content-type': 'application/json', accept: '*/*', authorization };
      expect((await fetch(address, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    }
    const kept = (): Promise<unknown> =>
      database.admin(
        `select issuer, reason, sum(refusals)::int as refusals from audit.unauthenticated
         where reason in ('audience_extra', 'issuer_unknown') group by 1, 2 order by 2`,
      );
    await expect.poll(kept).toEqual([
      { issuer: mint.issuer, reason: 'audience_extra', refusals: 1 },
      { issuer: 'unknown', reason: 'issuer_unknown', refusals: 2 },
    ]);
    const records = await database.admin<{ record: string }>('select record from audit.unauthenticated_entry');
    const texts = records.map(({ record }) => record).join('\n');
    expect(texts).toContain(`"issuer":"${mint.issuer}"`);
    expect(texts).not.toContain('evil');
  });

  test('a token that was not given for a tool is refused with what to ask for', async () => {
    const token = await mint.mint({ scope: 'test:read' });
    const response = await fetch(await addressOf(server), {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: '*/*', authorization: `Bearer ${token}` },
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'echo' },
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: {
          ...{ name: 'echo', arguments: { text: 'x', wait_ms: 0 } },
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toMatch(/insufficient_scope.*scope="inventory:read"/);
  });

  test('it is ready, and not once its definitions are not the published ones', async () => {
    const ready = new URL('/readyz', await addressOf(server));
    await vi.waitFor(async () => {
      expect(await (await fetch(ready)).json()).toEqual({ ready: true, unmet: [] });
    }, 5_000);
    await database.admin("update approval.definition set hash = repeat('0', 64) where tool = 'echo'");
    await vi.waitFor(async () => {
      expect(await (await fetch(ready)).json()).toEqual({ ready: false, unmet: ['definitions'] });
    }, 5_000);
  });

  test('told to stop, it stops, and has written nothing but its log', async () => {
    server.child.kill('SIGTERM');
    const { code, stdout, stderr } = await server.ended;
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('stopped');
    expect(stderr).not.toContain('eyJ');
  });
});

test('a key on the list of denied ones lets nobody in any more', async () => {
  const denied = join(folder, 'denied.json');
  writeFileSync(denied, '[]');
  const server = start({ SUPERCARGO_AUTH_FILE: authFile('denying', { deniedKeysFile: denied }) });
  const url = await addressOf(server);
  const token = await mint.mint();
  const client = await connectHttp(url, token, '2026-07-28');
  writeFileSync(denied, JSON.stringify([{ issuer: mint.issuer, keyId: mint.keys().at(-1)?.keyId }]));
  await vi.waitFor(async () => {
    await expect(client.call('echo', { text: 'x', wait_ms: 0 })).rejects.toThrow();
  }, 6_000);
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
});

const twice = join(folder, 'twice.json');
writeFileSync(twice, '{"resource":"a","resource":"b"}');

test.each<readonly [string, Readonly<Record<string, string>>, string]>([
  ['a file that is not there', { SUPERCARGO_AUTH_FILE: '/nowhere' }, 'SUPERCARGO_AUTH_FILE'],
  ['a file that says a thing twice', { SUPERCARGO_AUTH_FILE: twice }, 'given twice'],
  ['an unknown key in its file', { SUPERCARGO_AUTH_FILE: authFile('more', { trustAll: true }) }, 'trustAll'],
  ['a resource at another path', { SUPERCARGO_AUTH_FILE: authFile('path', { resource: 'http://127.0.0.1/' }) }, '/mcp'],
  ['an address that others reach', { SUPERCARGO_HTTP_HOST: '0.0.0.0' }, 'TLS'],
  ['a variable that is no variable', { SUPERCARGO_HTTPS: 'yes' }, 'SUPERCARGO_HTTPS'],
])('with %s it does not start, and says why', async (_what, more, said) => {
  const { code, stderr } = await start(more).ended;
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
