import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { goOnCommand, readOptions } from './options.ts';

const endWithParent = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href;
const waiting = 'setInterval(() => undefined, 1000)';
const runner = `
  const child = require('node:child_process').spawn(process.execPath, ['--import', ${JSON.stringify(endWithParent)}, '-e', ${JSON.stringify(waiting)}],
    { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  console.log(child.pid);
  ${waiting}`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a program that reads no input ends with the runner, also when that is killed', async () => {
  const parent = spawn(process.execPath, ['-e', runner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const child = Number(line);
  // Long enough that it has started: it lives as long as its parent does.
  await sleep(1_000);
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
});

test('what goes on with an interrupted run plays the same steps as often', () => {
  const args = ['--repetitions', '7', '--story', 'reorder', '--over', 'http', '--step', 'reorder/server/'];
  const options = readOptions(args);
  if (options === undefined) throw new Error('these arguments are understood');
  const [, again] = goOnCommand(options, 3).split(' -- ');
  expect(readOptions(again?.split(' ') ?? [])).toStrictEqual({ ...options, resume: true, seed: 3 });
});
