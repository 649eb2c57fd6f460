import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { adminConfig, externalAddress } from './address.ts';
import { ensureDatabase } from './cluster.ts';
import { loginConfig, loginPasswords } from './logins.ts';
import { readState } from './state.ts';

const url = 'postgresql://db.example:6432/trade';

test('without variables there is no external address', () => {
  expect(externalAddress({ DATABASE_URL: '', DATABASE_POOLER: '' })).toBeUndefined();
});

test('DATABASE_URL gives the address, with neither user nor password in it', () => {
  const address = externalAddress({ DATABASE_URL: 'postgres://me:s%3Acret@db.example/trade?sslmode=verify-full' });
  expect(address).toEqual({
    kind: 'external',
    host: 'db.example',
    port: 5432,
    name: 'trade',
    ssl: { rejectUnauthorized: true },
    namedStatements: true,
  });
});

test('a pooler switches named statements off, and the admin goes past it', async () => {
  const home = await freshHome(onTestFinished);
  const env = {
    DATABASE_URL: url,
    DATABASE_ADMIN_URL: 'postgres://root:x@[::1]:5433/trade',
    DATABASE_POOLER: 'transaction',
  };
  const address = await ensureDatabase({ home, env });
  expect(address).toMatchObject({ host: 'db.example', port: 6432, namedStatements: false });
  const admin = adminConfig(address, env, home);
  expect(admin).toMatchObject({ host: '::1', port: 5433, user: 'root', database: 'trade' });
  expect(await admin.password()).toBe('x');
  expect((await readState(home)).database).toEqual({ kind: 'external', host: 'db.example', port: 6432, name: 'trade' });
});

test.each([
  { DATABASE_URL: url },
  { DATABASE_URL: 'postgresql://me:x@db.example/trade', DATABASE_POOLER: 'transaction' },
])('there is no admin without a direct address that names a user (%#)', async (env) => {
  const home = await freshHome(onTestFinished);
  const address = await ensureDatabase({ home, env });
  expect(() => adminConfig(address, env, home)).toThrow(/DATABASE_ADMIN_URL/);
});

test.each([
  ['mysql://me:hunter2@db/trade', /not a postgresql/],
  ['hunter2', /not a postgresql/],
  ['postgres://me:hunter2@db', /no database/],
  ['postgres:///trade', /no host/],
  ['postgres://me:hunter2%@db/trade', /percent/],
  ['postgres://me:hunter2@db/trade?sslmode=prefer', /sslmode/],
  ['postgres://me:hunter2@db/trade?hunter2=1', /option/],
  ['postgres://me@db/trade?sslmode=verify-full&sslrootcert=/nowhere', /sslrootcert/],
])('refuses %s, naming the variable and showing nothing of it', (DATABASE_URL, reason) => {
  expect(() => externalAddress({ DATABASE_URL })).toThrow(reason);
  expect(() => externalAddress({ DATABASE_URL })).toThrow(/^DATABASE_URL(?!.*hunter2)/);
});

test('refuses a kind of pooler it does not know', () => {
  expect(() => externalAddress({ DATABASE_URL: url, DATABASE_POOLER: 'session' })).toThrow(/DATABASE_POOLER/);
});

test('a login’s password comes from its file, its variable or the home, and is never printed', async () => {
  const home = await freshHome(onTestFinished);
  const file = join(home.path, 'given');
  await writeFile(file, 'first\n');
  const env = { DATABASE_URL: url, DATABASE_PASSWORD_INVENTORY_FILE: file, DATABASE_PASSWORD_TERMINAL: 'second' };
  const address = await ensureDatabase({ home, env });
  const inventory = loginConfig(address, 'supercargo_inventory', env, home);
  expect(await inventory.password()).toBe('first');
  await writeFile(file, 'rotated\n');
  expect(await inventory.password()).toBe('rotated');
  const terminal = loginConfig(address, 'supercargo_terminal', env, home);
  expect(await terminal.password()).toBe('second');
  expect(inspect(terminal, { depth: 9 })).not.toContain('second');
  expect(await loginPasswords(env, home).supercargo_auditor?.()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('refuses a password given twice, and one that clients would normalise differently', async () => {
  const home = await freshHome(onTestFinished);
  expect(() =>
    loginPasswords({ DATABASE_PASSWORD_INVENTORY: 'a', DATABASE_PASSWORD_INVENTORY_FILE: '/x' }, home),
  ).toThrow(/not both/);
  expect(() => loginPasswords({ DATABASE_PASSWORD_INVENTORY: 'naïve' }, home).supercargo_inventory?.()).toThrow(
    /^DATABASE_PASSWORD_INVENTORY must/,
  );
});
