import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome, firstOutput, killGroup, runProgram, startProgram } from '../test/processes.ts';
import { readState, updateState } from './state.ts';

const worker = { server: 'inventory', pid: 4711, startedAt: '2026-01-02T03:04:05.678Z', log: 'inventory.log' };

test('a fresh home has nothing running', async () => {
  expect(await readState(await freshHome(onTestFinished))).toEqual({ version: 1, workers: [] });
});

test('what was written is read back, by its owner only', async () => {
  const home = await freshHome(onTestFinished);
  await updateState(home, (state) => ({ ...state, workers: [worker] }));
  expect(await readState(home)).toEqual({ version: 1, workers: [worker] });
  expect((await stat(home.stateFile)).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '[]', '{"version":2,"workers":[]}', '{"version":1,"workers":[],"extra":1}'])(
  'refuses %j as a state file and leaves it alone',
  async (text) => {
    const home = await freshHome(onTestFinished);
    await writeFile(home.stateFile, text);
    await expect(readState(home)).rejects.toMatchObject({ code: 'state' });
    await expect(updateState(home, (state) => state)).rejects.toMatchObject({ code: 'state' });
    expect(await readFile(home.stateFile, 'utf8')).toBe(text);
  },
);

test('a change that makes an invalid state is refused and nothing is written', async () => {
  const home = await freshHome(onTestFinished);
  await expect(updateState(home, (state) => ({ ...state, workers: [{ ...worker, pid: -1 }] }))).rejects.toThrow();
  expect(await readdir(home.path)).not.toContain('state.json');
});

test('no change is lost between processes, and a reader never sees half a file', async () => {
  const home = await freshHome(onTestFinished);
  const addTen = `for (let i = 0; i < 10; i += 1) await cluster.updateState(home, (state) => ({
    ...state, workers: [...state.workers, { ...${JSON.stringify(worker)}, pid: state.workers.length + 1 }] }));`;
  const progress = { writing: true };
  const writers = Promise.all(Array.from({ length: 4 }, () => runProgram(home, addTen))).finally(() => {
    progress.writing = false;
  });
  let seen = 0;
  while (progress.writing) {
    const { workers } = await readState(home);
    expect(workers.length).toBeGreaterThanOrEqual(seen);
    seen = workers.length;
  }
  await writers;
  expect((await readState(home)).workers.map(({ pid }) => pid)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});

test('a process killed while it holds the lock delays the next one by seconds only', { timeout: 20_000 }, async () => {
  const home = await freshHome(onTestFinished);
  const holder = startProgram(
    home,
    `await cluster.updateState(home, (state) => { process.stdout.write('held'); process.kill(process.pid, 'SIGSTOP'); return state; });`,
  );
  await firstOutput(holder);
  await killGroup(holder);
  await updateState(home, (state) => ({ ...state, workers: [worker] }));
  expect((await readState(home)).workers).toHaveLength(1);
});
