import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { firstOutput, freshHome, killGroup, runProgram, startProgram } from '../test/processes.ts';
import type { DatabaseAddress } from './address.ts';
import { adminConfig } from './address.ts';
import { databaseStatus, ensureDatabase, removeDatabase, stopDatabase } from './cluster.ts';
import { withClient } from './connection.ts';
import type { Home } from './home.ts';
import { homeOf } from './home.ts';
import { readState } from './state.ts';

vi.setConfig({ testTimeout: 120_000 });

const ensureCode = `const address = await cluster.ensureDatabase({ home, env, durability: 'test' });
  process.stdout.write(JSON.stringify(address) + '\\n');`;

async function ensure(home: Home): Promise<DatabaseAddress> {
  return ensureDatabase({ home, env: {}, durability: 'test' });
}

async function ask(home: Home, address: DatabaseAddress, sql: string): Promise<unknown> {
  const config = { ...adminConfig(address, {}, home), database: 'postgres' };
  const answer = await withClient(config, (client) => client.query<{ answer: unknown }>(sql));
  return answer.rows[0]?.answer;
}

async function runningPid(home: Home): Promise<number> {
  const pid = (await readState(home)).database?.pid;
  if (pid === undefined) throw new Error('nothing runs');
  return pid;
}

async function dataDirOf(home: Home): Promise<string> {
  const dataDir = (await readState(home)).database?.dataDir;
  if (dataDir === undefined) throw new Error('there is no data');
  return dataDir;
}

async function killServer(home: Home): Promise<void> {
  process.kill(await runningPid(home), 'SIGKILL');
  await expect.poll(async () => (await databaseStatus(home)).kind, { timeout: 10_000 }).toBe('stopped');
}

/** Takes a port of this machine until the test is over. */
async function occupy(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
}

test('a fresh home gets PostgreSQL 18 as we want it, and a second call finds it', async () => {
  const home = await freshHome(onTestFinished);
  const progress: string[] = [];
  const address = await ensureDatabase({ home, env: {}, onProgress: (message) => progress.push(message) });
  expect(progress).toHaveLength(2);
  expect(address).toMatchObject({ kind: 'embedded', host: '127.0.0.1', name: 'supercargo', namedStatements: true });
  const settings = {
    server_encoding: 'UTF8',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    password_encryption: 'scram-sha-256',
    fsync: 'on',
    full_page_writes: 'on',
    log_min_error_statement: 'panic',
  };
  for (const [name, value] of Object.entries(settings)) {
    expect([name, await ask(home, address, `SELECT current_setting('${name}') AS answer`)]).toEqual([name, value]);
  }
  expect(Number(await ask(home, address, `SELECT current_setting('server_version_num') AS answer`))).toBeGreaterThan(
    18e4,
  );
  const locale = await ask(
    home,
    address,
    `SELECT datlocprovider::text || datlocale AS answer FROM pg_database LIMIT 1`,
  );
  expect(locale).toBe('bC.UTF-8');
  const rules = await ask(
    home,
    address,
    `SELECT string_agg(DISTINCT auth_method, ',') AS answer FROM pg_hba_file_rules`,
  );
  expect(rules).toBe('scram-sha-256');
  expect(await ensureDatabase({ home, env: {}, onProgress: (message) => progress.push(message) })).toEqual(address);
  expect(progress).toHaveLength(2);
  expect(await databaseStatus(home)).toMatchObject({
    kind: 'running',
    port: address.port,
    pid: await runningPid(home),
  });
});

test('refuses a wrong password, and an empty one', async () => {
  const home = await freshHome(onTestFinished);
  const config = { ...adminConfig(await ensure(home), {}, home), database: 'postgres' };
  for (const wrong of ['wrong', '']) {
    const attempt = withClient({ ...config, password: () => Promise.resolve(wrong) }, (client) =>
      client.query('SELECT 1'),
    );
    await expect(attempt).rejects.toThrow();
  }
});

test('ten processes that need it at once share one cluster', async () => {
  const home = await freshHome(onTestFinished);
  const printed = await Promise.all(Array.from({ length: 10 }, () => runProgram(home, ensureCode)));
  expect(new Set(printed).size).toBe(1);
  const dataDir = await dataDirOf(home);
  expect(await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).toMatch(
    new RegExp(`^${String(await runningPid(home))}\n`),
  );
  expect((await readdir(join(dataDir, '..'))).filter((name) => !/^programs|^\.s\.PGSQL\./.test(name)).sort()).toEqual([
    'data',
    'postgres.log',
  ]);
});

test('the database outlives the process group that started it, killed without warning', async () => {
  const home = await freshHome(onTestFinished);
  const starter = startProgram(home, `${ensureCode} setInterval(() => {}, 1_000);`);
  const address = JSON.parse(await firstOutput(starter)) as DatabaseAddress;
  const pid = await runningPid(home);
  await killGroup(starter);
  await sleep(500);
  expect(await ask(home, address, 'SELECT 1 AS answer')).toBe(1);
  expect(await ensure(home)).toEqual(address);
  expect(await runningPid(home)).toBe(pid);
});

test.each([50, 600])('a starter killed %i ms into creating the data leaves nothing half-made', async (delayMs) => {
  const home = await freshHome(onTestFinished);
  const starter = startProgram(
    home,
    `await cluster.ensureDatabase({ home, env, durability: 'test', onProgress: (m) => process.stdout.write(m) });
     setInterval(() => {}, 1_000);`,
  );
  await firstOutput(starter);
  await sleep(delayMs);
  await killGroup(starter);
  const address = await ensure(home);
  expect(await ask(home, address, 'SELECT 1 AS answer')).toBe(1);
  const left = await readdir(join(await dataDirOf(home), '..'));
  expect(left.filter((name) => name.startsWith('new-'))).toEqual([]);
});

test('data survives a killed server, and the port stays', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensure(home);
  await ask(home, address, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await ask(home, address, 'CHECKPOINT');
  await killServer(home);
  expect(await ensure(home)).toEqual(address);
  expect(await ask(home, address, 'SELECT answer FROM kept')).toBe(42);
});

test('a server that is just stopping is waited for and started again', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensure(home);
  // PostgreSQL's fast shutdown, asked for by someone else than us.
  process.kill(await runningPid(home), 'SIGINT');
  const again = await ensure(home);
  expect(again).toEqual(address);
  await expect.poll(() => ask(home, again, 'SELECT 1 AS answer').catch(() => ensure(home).then(() => 0))).toBe(1);
});

test('a process that has the number of a killed server does not keep it from starting', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensure(home);
  const dataDir = await dataDirOf(home);
  await killServer(home);
  const owner = await stat(dataDir);
  const account = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
  const innocent = spawn('sleep', ['100'], { ...account, cwd: '/', stdio: 'ignore' });
  onTestFinished(() => void innocent.kill());
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
  const taken = [String(innocent.pid), ...lines.slice(1)].join('\n');
  await writeFile(join(dataDir, 'postmaster.pid'), taken);
  await writeFile(join(dataDir, '..', `.s.PGSQL.${String(address.port)}.lock`), taken);
  expect((await databaseStatus(home)).kind).toBe('stopped');
  // Its port may be another's by now: other tests run beside this one.
  expect(await ensure(home)).toEqual({ ...address, port: expect.any(Number) as number });
  expect(innocent.exitCode).toBeNull();
});

test('another port is used when someone took ours meanwhile', async () => {
  const home = await freshHome(onTestFinished);
  const before = await ensure(home);
  await ask(home, before, 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await stopDatabase(home)).toBe('stopped');
  await occupy(before.port);
  const after = await ensure(home);
  expect(after.port).not.toBe(before.port);
  expect(await ask(home, after, 'SELECT answer FROM kept')).toBe(42);
});

test('stopping says whether there was something to stop, and can be undone by need', async () => {
  const home = await freshHome(onTestFinished);
  expect(await stopDatabase(home)).toBe('not running');
  expect(await databaseStatus(home)).toEqual({ kind: 'none' });
  const address = await ensure(home);
  expect(await stopDatabase(home)).toBe('stopped');
  await expect(ask(home, address, 'SELECT 1 AS answer')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'connect' });
  expect(await databaseStatus(home)).toMatchObject({ kind: 'stopped' });
  expect((await readState(home)).database?.pid).toBeUndefined();
  expect(await stopDatabase(home)).toBe('not running');
  expect(await ensure(home)).toEqual(address);
});

test('a home reached by another path has the same database', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensure(home);
  const alias = join(home.path, '..', 'alias');
  await symlink(home.path, alias);
  expect(await ensure(homeOf({ SUPERCARGO_HOME: alias }))).toEqual(address);
});

test('a removed database is gone with its data, and the next one begins empty', async () => {
  const home = await freshHome(onTestFinished);
  await ask(home, await ensure(home), 'CREATE TABLE kept AS SELECT 42 AS answer');
  const dataDir = await dataDirOf(home);
  await removeDatabase(home);
  await expect(stat(dataDir)).rejects.toThrow();
  expect(await databaseStatus(home)).toEqual({ kind: 'none' });
  await expect(ask(home, await ensure(home), 'SELECT answer FROM kept')).rejects.toMatchObject({ code: '42P01' });
});

test('a lost superuser password is named as what it is', async () => {
  const home = await freshHome(onTestFinished);
  await ensure(home);
  const path = join(home.secretsDir, 'database_admin');
  const password = await readFile(path);
  await rm(path);
  await expect(ensure(home)).rejects.toMatchObject({ code: 'secret' });
  await writeFile(path, password);
});

test.each(['postgres', 'template1', 'Trade', 'a;b', ''])(
  'refuses %j as the name of our database',
  async (databaseName) => {
    const home = await freshHome(onTestFinished);
    await expect(ensureDatabase({ home, env: {}, databaseName })).rejects.toMatchObject({ code: 'name' });
    expect(await databaseStatus(home)).toEqual({ kind: 'none' });
  },
);
