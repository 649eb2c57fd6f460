import type { JsonWebKey } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runningConsole, runningIssuer, updateState } from '@supercargo/cluster';
import { CUSTOMER_SERVERS, SERVERS, type ServerName } from '@supercargo/kernel';
import { connectHttp, foundTenant, testDatabase, type TestClient } from '@supercargo/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkHttp } from '../doctor/http.ts';
import { installationOn, recordedOutside } from '../installation.fixture.ts';
import { jsonDocument } from '../up/progress.ts';
import { runningHttpServers, type Running } from '../workers/running.ts';
import { authFile } from './auth-file.ts';
import { httpServers } from './addresses.ts';
import { listeningAt } from './listening.fixture.ts';
import { agentToken, proofOf } from './sign-in.fixture.ts';
import { SITES } from './sites.ts';
import { startHttp } from './start-http.ts';
import { stopHttp } from './stop-http.ts';

// The authorization server and every server as processes of their own, over the rows of a demo company.
const database = await testDatabase();
await foundTenant(database, { tenant: 'acme' });
const here = await installationOn(database, ['acme']);
afterAll(async () => {
  await stopHttp(here.home);
  await here.remove();
});

type Own = `${(typeof CUSTOMER_SERVERS)[number]}-customers`;
const NAMES = SITES.map(({ name }) => name as ServerName | Own);

interface Started {
  readonly identity: { readonly start: string; readonly issuer: string };
  readonly console: { readonly start: string; readonly url: string };
  readonly http: Readonly<Record<ServerName | Own, { readonly start: string; readonly url: string }>>;
}

/** What `up` does after everything else is there. */
async function start(): Promise<Started> {
  const { outside, said } = recordedOutside(here.env, undefined);
  const progress = jsonDocument(outside);
  await startHttp(outside, here.home, progress);
  progress.end();
  return JSON.parse(said.out) as Started;
}
const startsOf = ({ http }: Started): readonly string[] => NAMES.map((name) => http[name].start);
const all = (start: string): readonly string[] => NAMES.map(() => start);

async function tokenFor(server: ServerName, person = 'mara'): Promise<string> {
  const { out, err } = await here.run(['token', '--as', person, '--for', server]);
  expect(err).toBe('');
  return out.trim();
}

const ask = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });

describe('before the first start', () => {
  test('what needs the servers over HTTP says what starts them, and nothing is told of them', async () => {
    for (const args of [
      ['token', '--as', 'mara', '--for', 'inventory'],
      ['host-config', 'all', '--http'],
    ]) {
      const { code, out, err } = await here.run(args);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('npx supercargo up');
    }
    const { out } = await here.run(['status', '--json']);
    expect(Object.keys(JSON.parse(out) as object)).not.toContain('http');
    expect(await checkHttp({ outside: recordedOutside(here.env, undefined).outside, home: here.home })).toEqual([]);
  });
});

describe('started', () => {
  let first: Started;
  let processes: readonly Running[];
  beforeAll(async () => {
    const [one, two] = await Promise.all([start(), start()]);
    first = one;
    processes = await runningHttpServers(here.home);
    expect(two.http.inventory.url).toBe(one.http.inventory.url);
    expect(NAMES.map((name) => [one.http[name].start, two.http[name].start].sort())).toEqual(
      NAMES.map(() => ['already running', 'started']),
    );
  });

  test('by two starts at once there is one process of each, and state.json tells of it', async () => {
    expect(processes.map(({ server }) => server).sort()).toEqual([...SERVERS, ...CUSTOMER_SERVERS].sort());
    const known = await httpServers(here.home);
    expect(known.map(({ name }) => name)).toEqual(NAMES);
    for (const { server, pid } of known) expect(processes).toContainEqual({ server, pid });
    for (const member of ['url', 'pid'] as const) {
      expect(new Set(known.map((one) => one[member])).size).toBe(NAMES.length);
    }
  });

  test('what a server is told of sign-ins is for the eyes of its owner alone', () => {
    const folder = join(here.home.path, 'http');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(NAMES.map((name) => `${name}.auth.json`).sort());
    for (const name of NAMES) expect(statSync(authFile(here.home, name)).mode & 0o777).toBe(0o600);
  });

  test.each(['2026-07-28', '2025-11-25'] as const)('%s: mara signs in, and asks for stock', async (kind) => {
    const { url } = first.http.inventory;
    const client: TestClient = await connectHttp(url, await tokenFor('inventory'), kind);
    const { isError, structured } = await client.call('get_stock', { sku: 'COF-1KG' });
    await client.close();
    expect([client.protocol, isError]).toEqual([kind, false]);
    expect(JSON.stringify(structured)).toContain('HAM-1');
  });

  test('an agent without a person signs in, and is refused', async () => {
    const token = await agentToken(here.home, first.identity.issuer, first.http.inventory.url);
    const client = await connectHttp(first.http.inventory.url, token, '2026-07-28');
    const { isError, texts } = await client.call('get_stock', { sku: 'COF-1KG' });
    await client.close();
    expect(isError).toBe(true);
    expect(texts.join(' ')).toContain('you are not an active person of this company');
  });

  test('a token for one server is refused by every other, and is good at its own', async () => {
    const authorization = `Bearer ${await tokenFor('orders')}`;
    const statuses = NAMES.map(async (name): Promise<[string, number]> => {
      const { status } = await ask(first.http[name].url, { authorization });
      return [name, status];
    });
    // The request itself is none of this protocol's: past the sign-in it is refused for what it is.
    expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
      ...{ inventory: 401, logistics: 401, orders: 400, returns: 401, payments: 401 },
      ...Object.fromEntries(CUSTOMER_SERVERS.map((server) => [`${server}-customers`, 401])),
    });
  });

  test('a token that is bound to a key is good with a proof of it, and not without', async () => {
    const { url } = first.http.orders;
    const { out } = await here.run(['token', '--as', 'mara', '--for', 'orders', '--dpop', '--json']);
    const { access_token: token, dpop_key: key } = JSON.parse(out) as { access_token: string; dpop_key: JsonWebKey };
    const asBearer = await ask(url, { authorization: `Bearer ${token}` });
    const withProof = (nonce: string): Promise<Response> =>
      ask(url, { authorization: `DPoP ${token}`, dpop: proofOf(key, token, url, nonce) });
    const asked = await withProof('guessed');
    const proven = await withProof(asked.headers.get('dpop-nonce') ?? '');
    // The request itself is none of this protocol's: past the sign-in it is refused for what it is.
    expect([asBearer.status, asked.status, proven.status]).toEqual([401, 401, 400]);
  });

  test('without a token each says where to sign in', async () => {
    for (const name of NAMES) {
      const { url } = first.http[name];
      const response = await ask(url);
      const metadata = /resource_metadata="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1] ?? '';
      expect(response.status).toBe(401);
      expect(await (await fetch(metadata)).json()).toMatchObject({
        ...{ resource: url, authorization_servers: [first.identity.issuer] },
      });
    }
  });

  test('a second start changes nothing', async () => {
    const second = await start();
    expect([second.identity.start, second.console.start]).toEqual(['already running', 'already running']);
    expect(startsOf(second)).toEqual(all('already running'));
    expect(await runningHttpServers(here.home)).toEqual(processes);
  });

  test('status and doctor tell how they stand', async () => {
    const { out } = await here.run(['status', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      identity: { alive: true, url: first.identity.issuer },
      console: { alive: true, url: first.console.url },
      http: NAMES.map((server) => ({ server, alive: true, url: first.http[server].url })),
    });
    const lines = (await here.run(['status'])).out;
    expect(lines).toContain(`console   the page on which people decide at ${first.console.url}, process`);
    for (const name of NAMES) expect(lines).toContain(`http      ${name} at ${first.http[name].url}, process`);
    const findings = await checkHttp({ outside: recordedOutside(here.env, undefined).outside, home: here.home });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(['sign-in', 'console', ...NAMES.map((name) => `http ${name}`)]);
  });

  test('a host is told addresses, and nothing that is for servers on standard input', async () => {
    const { url } = first.http.orders;
    const print = async (...more: readonly string[]): Promise<unknown> =>
      JSON.parse((await here.run(['host-config', 'orders', '--http', ...more])).out);
    expect(await print()).toEqual({ mcpServers: { 'supercargo-orders': { url } } });
    expect(await print('--host', 'vscode')).toEqual({ servers: { 'supercargo-orders': { type: 'http', url } } });
    for (const more of [['--host', 'claude-desktop'], ['--as', 'mara'], ['--read-only'], ['--tools', 'get_order']]) {
      expect(await here.run(['host-config', 'orders', '--http', ...more])).toMatchObject({ code: 2, out: '' });
    }
  });
});

describe('not as they should be', () => {
  const processOf = async (name: ServerName): Promise<number> => {
    const { pid } = (await httpServers(here.home)).find((one) => one.name === name) ?? {};
    return (await runningHttpServers(here.home)).find((one) => one.pid === pid)?.pid ?? 0;
  };

  test('one that died is said to be, and is started again where it was; one older than the code is replaced', async () => {
    const before = await httpServers(here.home);
    process.kill(await processOf('returns'), 'SIGKILL');
    await expect.poll(() => processOf('returns')).toBe(0);
    const findings = await checkHttp({ outside: recordedOutside(here.env, undefined).outside, home: here.home });
    expect(findings.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['http returns']);
    await updateState(here.home, (state) => ({
      ...state,
      http: (state.http ?? []).map((one) =>
        one.server === 'orders' ? { ...one, startedAt: '2020-01-01T00:00:00.000Z' } : one,
      ),
    }));
    const { http } = await start();
    expect([http.returns.start, http.orders.start]).toEqual(['started', 'replaced']);
    expect((await httpServers(here.home)).map(({ url }) => url)).toEqual(before.map(({ url }) => url));
  });

  test('an address that another program took is said to be, and no other is taken', async () => {
    const url = new URL((await httpServers(here.home)).find(({ name }) => name === 'payments')?.url ?? '');
    process.kill(await processOf('payments'), 'SIGKILL');
    await expect.poll(() => processOf('payments')).toBe(0);
    // A process that was killed has no name any more before its port is free.
    const other = await vi.waitFor(() => listeningAt(url), 10_000);
    await expect(start()).rejects.toThrow(
      `${url.href}, where clients expect the payments server, is another program’s`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  test('down stops them all, and leaves their addresses theirs', async () => {
    const before = await httpServers(here.home);
    const { code, out } = await here.run(['down', '--keep-database']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^http: stopped .*inventory.*\nconsole: stopped\nsign-in: stopped\nworkers: none was running\n/,
    );
    const others = [await runningIssuer(here.home), await runningConsole(here.home)];
    expect([await runningHttpServers(here.home), ...others]).toEqual([[], undefined, undefined]);
    expect(await httpServers(here.home)).toEqual(before.map(({ pid: _pid, startedAt: _at, ...stopped }) => stopped));
    await expect(fetch(before[0]?.url ?? '')).rejects.toThrow();
    const { out: said } = await here.run(['status']);
    expect(said).toContain('the development authorization server does not run at');
    expect(await checkHttp({ outside: recordedOutside(here.env, undefined).outside, home: here.home })).toEqual([]);
  });
});
