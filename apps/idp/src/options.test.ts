import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SETTINGS } from './idp.fixture.ts';
import { OptionsError, readOptions } from './options.ts';
import { readSettings, type Settings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'supercargo-idp-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const settings = join(folder, 'settings.json');
writeFileSync(settings, JSON.stringify(SETTINGS));
const GOOD = ['--development', '--settings', settings, '--data', folder];

test('a whole command line is read, and help needs none', () => {
  expect(readOptions([...GOOD, '--port', '4100'], {})).toEqual({ port: 4100, data: folder, settings: SETTINGS });
  expect(readOptions(['--help'], { NODE_ENV: 'production' })).toBeUndefined();
});

test.each([
  ['without --development', GOOD.slice(1), {}, '--development is missing'],
  ['in production', GOOD, { NODE_ENV: 'production' }, 'NODE_ENV is production'],
  ['in the profile customer', GOOD, { SUPERCARGO_PROFILE: 'customer' }, 'SUPERCARGO_PROFILE'],
  ['in a profile nobody knows', GOOD, { SUPERCARGO_PROFILE: 'develop' }, 'SUPERCARGO_PROFILE'],
  ['reached from elsewhere', [...GOOD, '--host', '0.0.0.0'], {}, '--host accepts 127.0.0.1 only'],
  ['under a name', [...GOOD, '--host', 'idp.example'], {}, '--host accepts 127.0.0.1 only'],
  ['on no port', [...GOOD, '--port', '70000'], {}, '--port takes'],
  ['with an option nobody knows', [...GOOD, '--insecure'], {}, 'usage: idp'],
  ['without settings', ['--development', '--data', folder], {}, 'usage: idp'],
  [
    'with settings that are not there',
    ['--development', '--data', folder, '--settings', 'x'],
    {},
    '--settings takes a file',
  ],
])('it does not start %s', (_what, args, env, said) => {
  expect(() => readOptions(args, env)).toThrow(OptionsError);
  expect(() => readOptions(args, env)).toThrow(said);
});

test.each(['local', 'internal'])('it starts in the profile %s', (SUPERCARGO_PROFILE) => {
  expect(readOptions(GOOD, { SUPERCARGO_PROFILE })).toBeDefined();
});

test('the process says in a sentence why it does not start, and ends', () => {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...GOOD], {
    env: { SUPERCARGO_PROFILE: 'customer' },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'idp: SUPERCARGO_PROFILE: this authorization server accepts local and internal, for development\n',
  );
});

type Change = (settings: Settings) => unknown;
const [mara] = SETTINGS.people;
const [inventory] = SETTINGS.servers;

test.each<readonly [string, Change, string]>([
  ['with a member nobody knows', (all) => ({ ...all, admins: [] }), 'the file: Unrecognized key'],
  ['with a person listed twice', (all) => ({ ...all, people: [mara, mara] }), 'a person is listed twice'],
  ['with a tenant that is none', (all) => ({ ...all, people: [{ ...mara, tenant: 'Acme Inc' }] }), 'people.0.tenant'],
  [
    'with a customer of no rows',
    (all) => ({ ...all, people: [{ ...mara, roles: ['customer'] }] }),
    'people.0: whoever has the role customer',
  ],
  [
    'with rows of a customer for staff',
    (all) => ({ ...all, people: [{ ...mara, customer: 'CUS-1' }] }),
    'people.0: whoever has the role customer',
  ],
  ['without a server', (all) => ({ ...all, servers: [] }), 'servers'],
  ...[
    'https://inventory.example/mcp',
    'http://inventory.example/mcp',
    'http://127.0.0.1:4101/mcp?x=1',
    'http://127.0.0.1:4101/mcp#x',
    'http://a:b@127.0.0.1:4101/mcp',
    'http://127.0.0.1:4101/a/../mcp',
  ].map((resource): readonly [string, Change, string] => [
    `with the resource ${resource}`,
    (all) => ({ ...all, servers: [{ ...inventory, resource }] }),
    'servers.0.resource: a resource on this machine',
  ]),
  [
    'with a scope of two servers',
    (all) => ({ ...all, servers: [inventory, { ...inventory, resource: 'http://127.0.0.1:1/mcp' }] }),
    'a scope is listed twice',
  ],
  [
    'with a scope of several words',
    (all) => ({ ...all, servers: [{ ...inventory, scopes: ['inventory:read x'] }] }),
    'servers.0.scopes.0',
  ],
])('settings %s are refused by where, not by value', (_what, change, said) => {
  expect(() => readSettings(JSON.stringify(change(SETTINGS)))).toThrow(said);
});

test('settings that are no JSON are refused', () => {
  expect(() => readSettings('{')).toThrow('--settings is not accepted; the file');
});
