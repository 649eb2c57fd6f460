import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freshHome, runProgram } from '../test/processes.ts';
import { adminConfig } from './address.ts';
import { ensureDatabase } from './cluster.ts';
import type { ConnectionConfig } from './connection.ts';
import { withClient } from './connection.ts';
import { createDatabaseFromTemplate, dropDatabase } from './databases.ts';
import type { Home } from './home.ts';
import { loginConfig, loginPasswords } from './logins.ts';
import type { MigrateOptions, MigrateResult } from './migrate.ts';
import { migrate } from './migrate.ts';
import { readState } from './state.ts';

vi.setConfig({ testTimeout: 120_000 });

const roles = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'supercargo_inventory') THEN
    CREATE ROLE supercargo_inventory LOGIN;
  END IF;
END $$;
CREATE SCHEMA trade;
GRANT USAGE ON SCHEMA trade TO supercargo_inventory;`;
const functionSaying = (word: string): string =>
  `CREATE OR REPLACE FUNCTION trade.word() RETURNS text LANGUAGE sql AS $$ SELECT '${word}' $$;`;

type Ground = {
  readonly home: Home;
  readonly admin: ConnectionConfig;
  readonly options: MigrateOptions;
  readonly write: (path: string, text: string) => Promise<void>;
};

/** A running cluster, one migration with a role and one repeatable file, and nothing applied yet. */
async function ground(): Promise<Ground> {
  const home = await freshHome(onTestFinished);
  const address = await ensureDatabase({ home, env: {}, durability: 'test' });
  const folder = (name: string): string => join(home.path, 'sql', name);
  for (const name of ['migrations', 'functions']) await mkdir(folder(name), { recursive: true });
  const write = (path: string, text: string): Promise<void> => writeFile(folder(path), text);
  await write('migrations/0001_first.sql', roles);
  await write('functions/word.sql', functionSaying('one'));
  const passwords = loginPasswords({}, home);
  const options = {
    migrationsDir: folder('migrations'),
    repeatableDirs: [folder('functions')],
    loginPasswords: passwords,
  };
  return { home, admin: adminConfig(address, {}, home), options, write };
}

async function ask(config: ConnectionConfig, sql: string): Promise<unknown> {
  const answer = await withClient(config, (client) => client.query<{ answer: unknown }>(sql));
  return answer.rows[0]?.answer;
}

const nothing: MigrateResult = { migrations: [], repeatable: [], passwords: [] };

test('a missing database is created and brought up to date once, and its login lets the right password in', async () => {
  const { home, admin, options } = await ground();
  expect(await migrate(admin, options)).toEqual({
    migrations: ['0001_first.sql'],
    repeatable: ['functions/word.sql'],
    passwords: ['supercargo_inventory'],
  });
  expect(await migrate(admin, options)).toEqual(nothing);
  const address = await ensureDatabase({ home, env: {} });
  const login = loginConfig(address, 'supercargo_inventory', {}, home);
  expect(await ask(login, 'SELECT trade.word() || session_user AS answer')).toBe('onesupercargo_inventory');
  await expect(ask({ ...login, password: () => Promise.resolve('wrong') }, 'SELECT 1')).rejects.toMatchObject({
    code: '28P01',
  });
  for (const table of ['migrations', 'repeatable_migration']) {
    await expect(ask(login, `SELECT * FROM public.${table}`)).rejects.toMatchObject({ code: '42501' });
  }
});

test('a changed password is set, and only that', async () => {
  const { home, admin, options } = await ground();
  await migrate(admin, options);
  const rotated = { ...options, loginPasswords: loginPasswords({ DATABASE_PASSWORD_INVENTORY: 'rotated' }, home) };
  expect((await migrate(admin, rotated)).passwords).toEqual(['supercargo_inventory']);
  expect(await migrate(admin, rotated)).toEqual(nothing);
  expect(
    await ask(
      { ...admin, user: 'supercargo_inventory', password: () => Promise.resolve('rotated') },
      'SELECT 1 AS answer',
    ),
  ).toBe(1);
  const log = (await readState(home)).database?.log ?? '';
  expect(await readFile(log, 'utf8')).not.toMatch(/rotated|SCRAM-SHA-256\$/);
});

test('processes that migrate at once do it once', async () => {
  const { home, options, admin } = await ground();
  const code = `const address = await cluster.ensureDatabase({ home, env });
    const done = await cluster.migrate(cluster.adminConfig(address, env, home), {
      ...${JSON.stringify(options)}, loginPasswords: cluster.loginPasswords(env, home) });
    process.stdout.write(String(done.migrations.length + done.repeatable.length + done.passwords.length));`;
  const counts = await Promise.all(Array.from({ length: 4 }, () => runProgram(home, code)));
  expect(counts.sort()).toEqual(['0', '0', '0', '3']);
  expect(await migrate(admin, options)).toEqual(nothing);
});

test('two databases of one cluster share their roles when migrated at once', async () => {
  const { admin, options } = await ground();
  const both = await Promise.all(['one', 'two'].map((database) => migrate({ ...admin, database }, options)));
  expect(both.map(({ migrations }) => migrations)).toEqual([['0001_first.sql'], ['0001_first.sql']]);
  expect(both.flatMap(({ passwords }) => passwords)).toEqual(['supercargo_inventory']);
});

test('refuses a migration that was edited after it was applied', async () => {
  const { admin, options, write } = await ground();
  await migrate(admin, options);
  await write('migrations/0001_first.sql', `${roles} -- edited`);
  await expect(migrate(admin, options)).rejects.toMatchObject({
    code: 'migration',
    message: expect.stringContaining('0001_first.sql') as unknown,
  });
});

test('a failing migration is named with its line, leaves nothing behind, and can be corrected', async () => {
  const { admin, options, write } = await ground();
  await write('migrations/0002_second.sql', 'CREATE TABLE trade.half ();\n\nSELECT * FROM trade.nowhere;');
  await expect(migrate(admin, options)).rejects.toThrow(
    '0002_second.sql, line 3: relation "trade.nowhere" does not exist (SQLSTATE 42P01)',
  );
  expect(await ask(admin, `SELECT to_regclass('trade.half') AS answer`)).toBeNull();
  await write('migrations/0002_second.sql', 'CREATE TABLE trade.whole ();');
  expect((await migrate(admin, options)).migrations).toEqual(['0002_second.sql']);
});

test('what a failing migration says of rows does not reach us', async () => {
  const { admin, options, write } = await ground();
  await write('migrations/0002_second.sql', `DO $$ BEGIN\n  PERFORM 'account 4711'::int;\nEND $$;`);
  const fault = await migrate(admin, options).catch((error: unknown) => String(error));
  expect(fault).toContain('0002_second.sql, line 2 of a DO block');
  expect(fault).toContain('SQLSTATE 22P02');
  expect(fault).not.toContain('4711');
});

test('refuses a gap in the numbers of migrations', async () => {
  const { admin, options, write } = await ground();
  await write('migrations/0003_third.sql', 'SELECT 1;');
  await expect(migrate(admin, options)).rejects.toThrow(/0003_third\.sql/);
});

test('a repeatable file is applied again when it changed, came back, or a migration ran', async () => {
  const { admin, options, write } = await ground();
  await migrate(admin, options);
  await write('functions/word.sql', functionSaying('two'));
  expect((await migrate(admin, options)).repeatable).toEqual(['functions/word.sql']);
  expect(await ask(admin, 'SELECT trade.word() AS answer')).toBe('two');
  await rm(join(options.migrationsDir, '../functions/word.sql'));
  expect(await migrate(admin, options)).toEqual(nothing);
  await write('functions/word.sql', functionSaying('two'));
  expect((await migrate(admin, options)).repeatable).toEqual(['functions/word.sql']);
  await write('migrations/0002_drops.sql', 'DROP FUNCTION trade.word();');
  await migrate(admin, options);
  expect(await ask(admin, 'SELECT trade.word() AS answer')).toBe('two');
});

test('a failing repeatable file is named with its line, and the version before it stays', async () => {
  const { admin, options, write } = await ground();
  await migrate(admin, options);
  await write('functions/word.sql', `${functionSaying('three')}\nCREATE OR REPLACE FUNCTION trade.word(;`);
  await expect(migrate(admin, options)).rejects.toThrow(/^functions\/word\.sql, line 2: syntax error .*42601/);
  expect(await ask(admin, 'SELECT trade.word() AS answer')).toBe('one');
});

test('a repeatable file may take an owner’s role for its transaction', async () => {
  const { admin, options, write } = await ground();
  await write('functions/word.sql', `SET LOCAL ROLE supercargo_inventory; SET LOCAL search_path = '';`);
  expect((await migrate(admin, options)).repeatable).toEqual(['functions/word.sql']);
});

test('a database is copied from a template with all that is in it, and dropped from under its users', async () => {
  const { admin, options } = await ground();
  await migrate(admin, options);
  await createDatabaseFromTemplate(admin, 'supercargo', 'copy_1');
  const copy = { ...admin, database: 'copy_1' };
  await withClient(copy, async (client) => {
    expect((await client.query('SELECT trade.word()')).rows).toEqual([{ word: 'one' }]);
    await dropDatabase(admin, 'copy_1');
  });
  await expect(ask(copy, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  await dropDatabase(admin, 'copy_1');
});

test('refuses to copy to or drop what is not ours, or not a name', async () => {
  const { admin } = await ground();
  for (const name of ['postgres', 'template0', 'x"; DROP DATABASE supercargo; --', 'A']) {
    await expect(createDatabaseFromTemplate(admin, 'supercargo', name)).rejects.toMatchObject({ code: 'name' });
    await expect(dropDatabase(admin, name)).rejects.toMatchObject({ code: 'name' });
  }
});
