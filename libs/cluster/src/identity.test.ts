import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import type { Home } from './home.ts';
import {
  identityFolder,
  identitySecret,
  readIdentity,
  readIdentitySettings,
  rotateIdentityKey,
  runningIssuer,
  startIdentity,
  stopIdentity,
  type IdentitySettings,
} from './identity.ts';

const SETTINGS: IdentitySettings = {
  people: [{ tenant: 'acme', id: 'mara', name: 'Mara Lindqvist', roles: ['supply_chain_manager'] }],
  agents: [],
  servers: [
    {
      ...{ name: 'inventory', title: 'Supercargo Inventory', resource: 'http://127.0.0.1:4101/mcp' },
      scopes: ['inventory:read'],
    },
  ],
};

async function homeWithoutIdentity(): Promise<Home> {
  const home = await freshHome(onTestFinished);
  onTestFinished(async () => {
    await stopIdentity(home);
  });
  return home;
}

test('started at once from several places there is one, told of in idp.json, and no secret beside it', async () => {
  const home = await homeWithoutIdentity();
  expect([await runningIssuer(home), await readIdentity(home), await stopIdentity(home)]).toEqual([
    ...[undefined, undefined, false],
  ]);
  const starts = await Promise.all([1, 2, 3].map(() => startIdentity(home, {}, SETTINGS)));
  expect([...starts].sort()).toEqual(['already running', 'already running', 'started']);
  const password = await identitySecret(home, 'people', 'mara@acme');
  expect(password).toMatch(/^[\w-]{24}$/);
  for (const file of ['idp.json', 'identity/settings.json', 'logs/idp.log']) {
    expect(await readFile(join(home.path, file), 'utf8')).not.toContain(password);
  }
  expect((await stat(identityFolder(home))).mode & 0o777).toBe(0o700);
  expect(await identitySecret(home, 'people', 'nobody@acme')).toBeUndefined();
  expect(await identitySecret(home, 'people', 'constructor')).toBeUndefined();
});

test('stopped and started again it has the same issuer, keys and passwords; other settings or newer code replace it', async () => {
  const home = await homeWithoutIdentity();
  await startIdentity(home, {}, SETTINGS);
  const issuer = await runningIssuer(home);
  const keys = await (await fetch(`${issuer ?? ''}/jwks`)).text();
  const password = await identitySecret(home, 'people', 'mara@acme');
  expect([await stopIdentity(home), await runningIssuer(home), await stopIdentity(home)]).toEqual([
    ...[true, undefined, false],
  ]);
  expect(await startIdentity(home, {}, SETTINGS)).toBe('started');
  expect(await (await fetch(`${issuer ?? ''}/jwks`)).text()).toBe(keys);
  const more = { ...SETTINGS, people: [...SETTINGS.people, { tenant: 'acme', id: 'mo', name: 'Mo', roles: [] }] };
  expect(await startIdentity(home, {}, more)).toBe('replaced');
  expect(await startIdentity(home, {}, more)).toBe('already running');
  expect(await startIdentity(home, {}, more, Date.now())).toBe('replaced');
  expect([await runningIssuer(home), await readIdentitySettings(home)]).toEqual([issuer, more]);
  expect(await identitySecret(home, 'people', 'mara@acme')).toBe(password);
  expect(await rotateIdentityKey(home)).toBe(true);
  await expect
    .poll(async () => ((await (await fetch(`${issuer ?? ''}/jwks`)).json()) as { keys: unknown[] }).keys.length)
    .toBe(2);
});

test('one whose starter was killed before it wrote it down is ended by the next start, and by a stop', async () => {
  const home = await homeWithoutIdentity();
  await startIdentity(home, {}, SETTINGS);
  const issuer = await runningIssuer(home);
  const unrecorded = async (): Promise<void> => {
    const { pid: _pid, ...rest } = JSON.parse(await readFile(join(home.path, 'idp.json'), 'utf8')) as { pid: number };
    await writeFile(join(home.path, 'idp.json'), JSON.stringify(rest));
  };
  await unrecorded();
  expect([await startIdentity(home, {}, SETTINGS), await runningIssuer(home)]).toEqual(['started', issuer]);
  await unrecorded();
  expect([await stopIdentity(home), await stopIdentity(home)]).toEqual([true, false]);
  await expect(fetch(issuer ?? '')).rejects.toThrow();
});

test('an idp.json that names another’s process ends nobody', async () => {
  const home = await homeWithoutIdentity();
  const state = { issuer: 'http://127.0.0.1:1', pid: process.pid, startedAt: new Date().toISOString(), log: 'x' };
  await writeFile(join(home.path, 'idp.json'), JSON.stringify(state));
  expect([await runningIssuer(home), await stopIdentity(home), await rotateIdentityKey(home)]).toEqual([
    ...[undefined, false, false],
  ]);
});

test.each([{ SUPERCARGO_PROFILE: 'customer' }, { NODE_ENV: 'production' }])(
  'with %j it does not start',
  async (env) => {
    const home = await homeWithoutIdentity();
    await expect(startIdentity(home, env, SETTINGS)).rejects.toThrow('for development');
    expect(await runningIssuer(home)).toBeUndefined();
  },
);

test('settings that are not accepted are said with the end of its log', async () => {
  const home = await homeWithoutIdentity();
  await expect(startIdentity(home, {}, { ...SETTINGS, servers: [] })).rejects.toThrow('servers: Too small');
  expect(await readIdentity(home)).toBeUndefined();
});

test('a folder of keys that others can enter stops the start', async () => {
  const home = await homeWithoutIdentity();
  await mkdir(identityFolder(home));
  await chmod(identityFolder(home), 0o755);
  await expect(startIdentity(home, {}, SETTINGS)).rejects.toThrow('can be read by others on this machine');
});
