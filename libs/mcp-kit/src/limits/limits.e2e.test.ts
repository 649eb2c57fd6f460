import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  makeMachine,
  modernRequest,
  openStage,
  startRedis,
  testDatabase,
  tokenMint,
  type RunningRedis,
  type ServerProcess,
} from '@supercargo/testing';
import { afterAll, expect, test, vi, type TestContext } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const RESOURCE = 'http://127.0.0.1:8090/mcp';
const database = await testDatabase();
await openStage(database, ECHO);
const machine = await makeMachine(database, 'supercargo_inventory', []);
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: 'inventory:read' } });
const found = await startRedis();
const folder = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(async () => {
  if (found.kind === 'running') await found.stop();
  await mint.close();
  rmSync(folder, { recursive: true });
});

const authFile = join(folder, 'auth.json');
writeFileSync(
  authFile,
  JSON.stringify({
    ...{ resource: RESOURCE, baselineScope: 'inventory:read', scopesSupported: ['inventory:read'], development: true },
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri }],
  }),
);
const PROGRAM = fileURLToPath(new URL('../http/echo-process.fixture.ts', import.meta.url));

function start(more: Readonly<Record<string, string>>): ServerProcess {
  const own = { SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile };
  return machine.start(PROGRAM, ['http', '--port', '0'], { ...own, ...more });
}

async function addressOf(server: ServerProcess): Promise<string> {
  const port = await vi.waitFor(() => {
    const said = /"port":(\d+)/.exec(server.said())?.[1];
    expect(said, server.said()).toBeDefined();
    return said ?? '';
  }, 20_000);
  return `http://127.0.0.1:${port}/mcp`;
}

async function call(address: string, token: string): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ authorization: `Bearer ${token}`, 'mcp-protocol-version': '2026-07-28' },
      ...{ 'mcp-method': 'tools/call', 'mcp-name': 'echo' },
    },
    body: JSON.stringify(modernRequest('tools/call', { name: 'echo', arguments: { text: 'x', wait_ms: 0 } })),
  });
}

/** How many of so many calls at the same time, to each of these in turn, were answered; the others were a 429. */
async function answered(addresses: readonly string[], calls: number): Promise<number> {
  const token = await mint.mint();
  const answers = await Promise.all(
    Array.from({ length: calls }, (_, at) => call(addresses[at % addresses.length] ?? '', token)),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

function redisOf({ skip }: TestContext): { readonly redis: RunningRedis; readonly env: Record<string, string> } {
  if (found.kind === 'absent') return skip(found.why);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, found.password);
  return {
    redis: found,
    env: {
      SUPERCARGO_LIMITS_REDIS_URL: `redis://127.0.0.1:${found.port}`,
      SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: passwordFile,
    },
  };
}

test('two programs share one budget in Redis, refuse while it is away, say so, and serve when it is back', async (context) => {
  const { redis, env } = redisOf(context);
  const limits = { ...env, SUPERCARGO_LIMITS_TOOL: '20/600', SUPERCARGO_REPLICAS: '2' };
  const servers = [start(limits), start(limits)];
  const [first = '', second = ''] = await Promise.all(servers.map(addressOf));
  expect(await answered([first, second], 60)).toBe(20);
  await redis.kill();
  const ready = async (): Promise<unknown> => (await fetch(new URL('/readyz', first))).json();
  await vi.waitFor(async () => {
    expect(await ready()).toEqual({ ready: false, unmet: ['limits'] });
  }, 5_000);
  const refused = await call(first, await mint.mint());
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await refused.json()).toMatchObject({
    error: { message: 'calls cannot be counted now, so none is let through; accepted: try again in 1 s.' },
  });
  // What it counted went with it.
  await redis.start();
  await vi.waitFor(async () => {
    expect(await ready()).toEqual({ ready: true, unmet: [] });
  }, 5_000);
  await vi.waitFor(async () => {
    expect((await call(second, await mint.mint())).status).toBe(200);
  }, 5_000);
  for (const server of servers) {
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('limits cannot be counted: Redis closed the connection');
    expect(stderr).not.toContain(redis.password);
  }
});

test('in memory a program lets through its share', async () => {
  const server = start({ SUPERCARGO_LIMITS_TOOL: '21/600', SUPERCARGO_REPLICAS: '2' });
  expect(await answered([await addressOf(server)], 40)).toBe(10);
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
});

test('with a password that Redis does not accept it does not start, and says which file, and not what is in it', async (context) => {
  const { env } = redisOf(context);
  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, 'hunter2-hunter2');
  const { code, stderr } = await start({ ...env, SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: wrong }).ended;
  expect(code).toBe(2);
  expect(stderr).toContain('SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: limits cannot be counted: Redis answers WRONGPASS');
  expect(stderr).not.toContain('hunter2');
});

test('with a Redis that is not there, or without the file of its password, it does not start', async () => {
  const away = { SUPERCARGO_LIMITS_REDIS_URL: 'redis://127.0.0.1:1' };
  const unread = { ...away, SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: join(folder, 'nowhere') };
  const [first, second] = await Promise.all([start(away).ended, start(unread).ended]);
  expect([first.code, second.code]).toEqual([2, 2]);
  expect(first.stderr).toContain('REDIS_URL: limits cannot be counted: Redis is not reached (ECONNREFUSED)');
  expect(second.stderr).toContain('REDIS_PASSWORD_FILE: limits cannot be counted: Redis needs a password');
});

test('a server that counts in memory loads no client of Redis', () => {
  const program = `
    import { createRequire } from 'node:module';
    const hasLoaded = () => Object.keys(createRequire('/').cache).some((path) => path.includes('@redis'));
    await import(process.argv[1] + 'run-server.ts');
    await import(process.argv[1] + 'http/run-http.ts');
    const before = hasLoaded();
    await import(process.argv[1] + 'limits/redis-limits.ts');
    console.log(before, hasLoaded());`;
  const source = new URL('../', import.meta.url).href;
  const env = { PATH: process.env['PATH'] };
  const args = ['--input-type=module', '-e', program, source];
  expect(execFileSync(process.execPath, args, { env, encoding: 'utf8' })).toBe('false true\n');
});
