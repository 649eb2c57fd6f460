import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OptionsError, readOptions, USAGE } from './options.ts';
import { readSettings } from './settings.ts';

const GOOD = {
  ...{ origin: 'http://127.0.0.1:4300', issuer: 'http://127.0.0.1:4400' },
  ...{ client_id: 'supercargo-console', client_secret: 'sesame' },
};

const folder = mkdtempSync(join(tmpdir(), 'supercargo-console-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = (over: Readonly<Record<string, unknown>>) => readSettings(JSON.stringify({ ...GOOD, ...over }));

test('claims have names of their own where nothing is said, and those that are given', () => {
  const names = { tenant: 'tenant', person: 'person', roles: 'roles', customer: 'customer' };
  expect(read({}).claims).toEqual(names);
  expect(read({ claims: { tenant: 'https://login.example/tenant' } }).claims).toEqual({
    ...{ ...names, tenant: 'https://login.example/tenant' },
  });
});

test.each<[string, unknown]>([
  ['origin', 'http://desk.example'],
  ['origin', 'https://desk.example/'],
  ['origin', 'https://desk.example/path'],
  ['origin', 'https://user:pw@desk.example'],
  ['origin', 'ftp://127.0.0.1'],
  ['origin', 'desk.example'],
  ['origin', 'http://127.0.0.1.evil.example'],
  ['origin', undefined],
  ['issuer', 'http://sign.example'],
  ['issuer', 'https://sign.example?x=1'],
  ['issuer', 'https://sign.example#x'],
  ['issuer', 4400],
  ['client_id', ''],
  ['client_secret', ''],
  ['claims.roles', { roles: '' }],
])('a wrong %s is refused by its name and without its value: %s', (name, value) => {
  const [field = '', inner] = name.split('.');
  const refused = (): unknown => read({ [field]: value });
  expect(refused).toThrow(new RegExp(`not accepted; ${name.replace('.', '\\.')}: `));
  expect(refused).not.toThrow(inner === undefined && typeof value === 'string' && value !== '' ? value : 'sesame');
});

test.each(['https://console.example', 'https://console.example:8443', 'http://localhost:4300', 'http://[::1]:4300'])(
  'the origin %s is accepted',
  (origin) => {
    expect(read({ origin }).origin).toBe(origin);
  },
);

test('what is not known, and what is no JSON, is refused', () => {
  expect(() => read({ password: 'x' })).toThrow('the file: Unrecognized key: "password"');
  expect(() => readSettings('{')).toThrow('the file: ');
});

const file = join(folder, 'console.json');
writeFileSync(file, JSON.stringify(GOOD));

test('the file is named by an argument or the environment, the port by an argument or the origin', () => {
  const env = { SUPERCARGO_CONSOLE_FILE: file };
  expect(readOptions([], env)?.port).toBe(4_300);
  expect(readOptions(['--port', '0'], env)?.port).toBe(0);
  expect(readOptions(['--settings', file, '--port', '8080'], {})).toMatchObject({ port: 8_080, settings: GOOD });
  expect(readOptions(['--help'], {})).toBeUndefined();
});

test('what is not accepted on the command line is said', () => {
  const elsewhere = join(folder, 'elsewhere.json');
  writeFileSync(elsewhere, JSON.stringify({ ...GOOD, origin: 'https://console.example' }));
  const env = { SUPERCARGO_CONSOLE_FILE: file };
  for (const [args, variables, said] of [
    [[], {}, 'SUPERCARGO_CONSOLE_FILE or --settings must name a file'],
    [['--settings', join(folder, 'none.json')], {}, 'SUPERCARGO_CONSOLE_FILE takes a file that can be read'],
    [['--port', '65536'], env, '--port takes a whole number from 0 to 65535'],
    [['--port', '-1'], env, USAGE],
    [['--port', 'x'], env, '--port takes a whole number from 0 to 65535'],
    [['--host', '0.0.0.0'], env, USAGE],
    [['more'], env, USAGE],
    [['--settings', elsewhere], {}, '--port is missing: '],
  ] as const) {
    const refused = (): unknown => readOptions(args, variables);
    expect(refused).toThrow(OptionsError);
    expect(refused).toThrow(said);
  }
});
