import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  consoleFolder,
  consoleRedirect,
  identityFolder,
  identitySecret,
  LOGINS,
  readState,
  reserveConsole,
  runningConsole,
  runningIssuer,
  startIdentity,
  stopConsole,
  stopIdentity,
  updateState,
  type ConsoleState,
} from '@supercargo/cluster';
import { DEMO_COMPANIES } from '@supercargo/prisma';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkHttp } from '../doctor/http.ts';
import { connectHost } from '../host/connect-host.ts';
import type { LaunchCommand } from '../host-config.ts';
import { installationOn, recordedOutside } from '../installation.fixture.ts';
import { nodeBinary } from '../servers.ts';
import { identitySettings } from '../up/identity.ts';
import { consoleVariables, ensureConsole } from './console.ts';
import { listeningAt } from './listening.fixture.ts';

// The console as a process of its own, with the authorization server that signs people in to it and without any server.
const database = await testDatabase();
await foundTenant(database, { tenant: 'acme' });
const here = await installationOn(database, ['acme']);
const { home, env } = here;
afterAll(async () => {
  await stopConsole(home);
  await stopIdentity(home);
  await here.remove();
});

const SERVERS = [{ name: 'x', title: 'X', resource: 'http://127.0.0.1:1/mcp', scopes: ['x:read'] }];
let issuer = '';

const start = (): ReturnType<typeof ensureConsole> => ensureConsole(home, env, issuer);

async function standing(): Promise<ConsoleState> {
  const { console: state } = await readState(home);
  if (state === undefined) throw new Error('the console has no address');
  return state;
}

async function kill(): Promise<void> {
  process.kill((await standing()).pid ?? 0, 'SIGKILL');
  await expect.poll(() => runningConsole(home)).toBeUndefined();
}

test('before a start there is none, nothing is told of it, and a stop says so', async () => {
  expect([await runningConsole(home), await consoleVariables(home), await stopConsole(home)]).toEqual([
    ...[undefined, {}, false],
  ]);
  expect(Object.keys(await readState(home))).not.toContain('console');
});

test('where the authorization server was not told of it, it does not start', async () => {
  await startIdentity(home, env, { people: [], agents: [], servers: SERVERS });
  issuer = (await runningIssuer(home)) ?? '';
  await expect(start()).rejects.toThrow('The authorization server here does not know the console.');
  expect((await standing()).pid).toBeUndefined();
});

describe('started', () => {
  beforeAll(async () => {
    const redirect = consoleRedirect(await reserveConsole(home));
    expect(await startIdentity(home, env, identitySettings(DEMO_COMPANIES, SERVERS, redirect))).toBe('replaced');
    expect((await Promise.all([start(), start()])).sort()).toEqual(['already running', 'started']);
  });

  test('it answers at its own address that it is ready', async () => {
    const { url } = await standing();
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([200, { ready: true, unmet: [] }]);
    expect(await runningConsole(home)).toBe(url);
  });

  test('a second start leaves it', async () => {
    const before = await standing();
    expect([await start(), await standing()]).toEqual(['already running', before]);
  });

  test('what it is told is for its owner’s eyes, and holds the secret of its own client and no other', async () => {
    const file = join(consoleFolder(home), 'settings.json');
    expect([statSync(file).mode & 0o777, statSync(consoleFolder(home)).mode & 0o777]).toEqual([0o600, 0o700]);
    const text = readFileSync(file, 'utf8');
    const client_secret = await identitySecret(home, 'clients', 'supercargo-console');
    expect(JSON.parse(text)).toEqual({
      ...{ origin: (await standing()).url, issuer, client_id: 'supercargo-console', client_secret },
    });
    const { people, clients } = JSON.parse(readFileSync(join(identityFolder(home), 'passwords.json'), 'utf8')) as {
      people: Record<string, string>;
      clients: Record<string, string>;
    };
    const others = [...Object.values(people), ...Object.values(clients)].filter((secret) => secret !== client_secret);
    expect(others.length).toBeGreaterThan(10);
    for (const secret of others) expect(text).not.toContain(secret);
  });

  test.runIf(process.platform === 'linux')('its process is given the password of its own login alone', async () => {
    const { pid } = await standing();
    const given = readFileSync(`/proc/${pid?.toString() ?? ''}/environ`, 'utf8').split('\0');
    const names = given.map((variable) => variable.split('=')[0] ?? '');
    expect(names.filter((name) => name.includes('PASSWORD'))).toEqual(['DATABASE_PASSWORD_CONSOLE']);
    expect(names).not.toContain('DATABASE_ADMIN_URL');
    expect(Object.keys(env).filter((name) => name.startsWith('DATABASE_PASSWORD_'))).toHaveLength(LOGINS.length);
  });

  /** Where an answer about a request that waits sends its reader, of a server that a host started so. */
  async function nextStep(launch: LaunchCommand, quantity: number): Promise<string> {
    const host = await connectHost(launch, env, () => false);
    const { structured } = await host.call('create_reorder', { sku: 'COF-1KG', quantity, warehouse: 'HAM-1' });
    await host.close();
    const { next, request_id } = structured as { readonly next: string; readonly request_id: string };
    expect(next).toContain(request_id);
    return next.replace(request_id, '<id>');
  }

  test('a server that a host starts by what host-config prints, or by stdio, names its page', async () => {
    const { url } = await standing();
    const { out } = await here.run(['host-config', 'inventory', '--as', 'mara@acme', '--host', 'generic']);
    const { mcpServers } = JSON.parse(out) as { readonly mcpServers: Readonly<Record<string, LaunchCommand>> };
    const printed = mcpServers['supercargo-inventory'] ?? { command: '', args: [] };
    expect(printed.env).toEqual({ SUPERCARGO_HOME: home.path, SUPERCARGO_CONSOLE_URL: url });
    expect(await nextStep(printed, 400)).toContain(`${url}/requests/<id>`);
    const main = join(import.meta.dirname, '..', 'main.ts');
    const stdio = { command: nodeBinary(), args: [main, 'stdio', 'inventory', '--as', 'mara@acme'] };
    expect(await nextStep(stdio, 401)).toContain(`${url}/requests/<id>`);
  });

  test('one that is older than its code, and one that was told of another issuer, are replaced where they were', async () => {
    const { url } = await standing();
    await updateState(home, ({ console: state, ...rest }) =>
      state === undefined ? rest : { ...rest, console: { ...state, startedAt: '2020-01-01T00:00:00.000Z' } },
    );
    expect(await start()).toBe('replaced');
    expect(await ensureConsole(home, env, 'http://127.0.0.1:9')).toBe('replaced');
    expect([await start(), (await standing()).url]).toEqual(['replaced', url]);
  });

  test('one that died is started again where it was', async () => {
    const before = await standing();
    await kill();
    expect(await vi.waitFor(start, 10_000)).toBe('started');
    const after = await standing();
    expect([after.url, after.since, after.pid === before.pid]).toEqual([before.url, before.since, false]);
  });

  test('one whose starter was killed before it wrote it down is ended by the next start', async () => {
    const { pid, url, since, log } = await standing();
    await updateState(home, (state) => ({ ...state, console: { url, since, log } }));
    expect(await start()).toBe('started');
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
  });

  test('an address that another program took is said to be, and no other is taken', async () => {
    const { url } = await standing();
    await stopConsole(home);
    const other = await listeningAt(new URL(url));
    await expect(start()).rejects.toThrow(`${url}, where people expect the console, is another program’s now`);
    await new Promise((resolve) => other.close(resolve));
    expect([await start(), (await standing()).url]).toEqual(['started', url]);
  });

  test('a stop ends it, leaves its address its own, and nothing is told of it any more', async () => {
    const { url, since, log } = await standing();
    expect([await stopConsole(home), await stopConsole(home)]).toEqual([true, false]);
    expect(await standing()).toEqual({ url, since, log });
    expect(await consoleVariables(home)).toEqual({});
    await expect(fetch(url)).rejects.toThrow();
    expect(await checkHttp({ outside: recordedOutside(env, undefined).outside, home })).toEqual([]);
  });
});
