import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome, runProgram } from '../test/processes.ts';
import { secretFor, secretFromFile } from './secrets.ts';

test('a secret is generated once, for its owner only, and leaves no drafts', async () => {
  const home = await freshHome(onTestFinished);
  const first = await secretFor(home, 'one');
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await secretFor(home, 'one')).toBe(first);
  expect(await secretFor(home, 'two')).not.toBe(first);
  expect((await stat(join(home.secretsDir, 'one'))).mode & 0o777).toBe(0o600);
  expect((await stat(home.secretsDir)).mode & 0o777).toBe(0o700);
  expect(await readdir(home.secretsDir)).toEqual(['one', 'two']);
});

test('processes that ask at once get the same secret', async () => {
  const home = await freshHome(onTestFinished);
  const here = Array.from({ length: 20 }, () => secretFor(home, 'shared'));
  const elsewhere = Array.from({ length: 4 }, () =>
    runProgram(home, `process.stdout.write(await cluster.secretFor(home, 'shared'));`),
  );
  expect(new Set(await Promise.all([...here, ...elsewhere])).size).toBe(1);
});

test('refuses a secret that others on the machine can read', async () => {
  const home = await freshHome(onTestFinished);
  await secretFor(home, 'loose');
  await chmod(join(home.secretsDir, 'loose'), 0o644);
  await expect(secretFor(home, 'loose')).rejects.toMatchObject({ code: 'secret' });
});

test.each(['../state', 'UPPER', '', 'a/b', '.hidden'])('refuses %j as a secret’s name', async (name) => {
  await expect(secretFor(await freshHome(onTestFinished), name)).rejects.toMatchObject({ code: 'secret' });
});

test('a secret file may end with a line end, and may not be empty or missing', async () => {
  const home = await freshHome(onTestFinished);
  const path = join(home.path, 'given');
  await writeFile(path, 'word\n');
  expect(await secretFromFile(path)).toBe('word');
  await writeFile(path, '\n');
  await expect(secretFromFile(path)).rejects.toMatchObject({ code: 'secret' });
  await expect(secretFromFile(join(home.path, 'missing'))).rejects.toMatchObject({ code: 'secret' });
});
