import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { isRailUp, railAddress, readRail, startRail, stopRail } from './rail.ts';
import type { Home } from './home.ts';

async function homeWithoutRail(): Promise<Home> {
  const home = await freshHome(onTestFinished);
  onTestFinished(async () => {
    await stopRail(home);
  });
  return home;
}

test('started at once from several places there is one rail, and it is told of in rail.json without its token', async () => {
  const home = await homeWithoutRail();
  expect([await isRailUp(home), await railAddress(home)]).toEqual([false, undefined]);
  const starts = await Promise.all([startRail(home), startRail(home), startRail(home)]);
  expect([...starts].sort()).toEqual(['already running', 'already running', 'started']);
  expect(await isRailUp(home)).toBe(true);
  const address = await railAddress(home);
  const file = join(home.path, 'rail.json');
  expect(await readFile(file, 'utf8')).not.toContain(await address?.token());
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('killed without warning it is not up, and the next start keeps its token', async () => {
  const home = await homeWithoutRail();
  await startRail(home);
  const before = await readRail(home);
  const token = await (await railAddress(home))?.token();
  process.kill(before?.pid ?? 0, 'SIGKILL');
  while (await isRailUp(home)) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await startRail(home)).toBe('started');
  const after = await railAddress(home);
  expect([await after?.token(), (await readRail(home))?.pid === before?.pid]).toEqual([token, false]);
});

test('one whose starter was killed before it wrote it down is ended by the next start', async () => {
  const home = await homeWithoutRail();
  await startRail(home);
  const first = await readRail(home);
  await rm(join(home.path, 'rail.json'));
  expect(await startRail(home)).toBe('started');
  expect(() => process.kill(first?.pid ?? 0, 0)).toThrow('ESRCH');
});

test('stopped it is gone, and stopping again does nothing', async () => {
  const home = await homeWithoutRail();
  await startRail(home);
  expect([await stopRail(home), await isRailUp(home), await stopRail(home)]).toEqual([true, false, false]);
});

test('a rail.json that names another’s process ends nobody', async () => {
  const home = await homeWithoutRail();
  const state = { url: 'http://127.0.0.1:1', pid: process.pid, startedAt: new Date().toISOString(), log: 'x' };
  await writeFile(join(home.path, 'rail.json'), JSON.stringify(state));
  expect(await stopRail(home)).toBe(false);
});

test.each(['', '{', '{"url":"x"}', '[]'])('a rail.json of “%s” is none', async (text) => {
  const home = await homeWithoutRail();
  await writeFile(join(home.path, 'rail.json'), text);
  expect(await readRail(home)).toBeUndefined();
});

test('one that cannot start says the end of its log', async () => {
  const home = await homeWithoutRail();
  await expect(startRail(home, ['--latency-ms', 'long'])).rejects.toThrow('--latency-ms takes a whole number');
  expect(await isRailUp(home)).toBe(false);
});
