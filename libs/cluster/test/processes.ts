import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Home } from '../src/index.ts';
import { homeOf, removeDatabase } from '../src/index.ts';

/** Where a test registers what it cleans up: vitest's onTestFinished. */
export type AtEnd = (cleanUp: () => Promise<void>, timeoutMs?: number) => void;

/** A folder that only its owner can enter, gone when the test is over. */
export async function closedFolder(atEnd: AtEnd): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'supercargo-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A home in a path with spaces, below a closed folder; it and its database are gone when the test is over. */
export async function freshHome(atEnd: AtEnd): Promise<Home> {
  const path = join(await closedFolder(atEnd), 'a path with spaces', 'home');
  await mkdir(path, { recursive: true });
  const home = homeOf({ SUPERCARGO_HOME: path });
  atEnd(async () => {
    // Some tests break this file on purpose.
    await rm(home.stateFile, { force: true });
    await removeDatabase(home);
  }, 60_000);
  return home;
}

/** A process of its own group that runs this code with `cluster` (the library), `home` and `env` in scope. */
export function startProgram(home: Home, code: string): ChildProcess {
  const library = new URL('../src/index.ts', import.meta.url).href;
  const program = `
    const cluster = await import(${JSON.stringify(library)});
    const env = { SUPERCARGO_HOME: ${JSON.stringify(home.path)} };
    const home = cluster.homeOf(env);
    ${code}`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
}

/** Runs such a program to its end and answers what it printed. */
export async function runProgram(home: Home, code: string): Promise<string> {
  const child = startProgram(home, code);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`the program ended with ${String(exitCode)}: ${output}`);
  return output;
}

/** Waits for the first thing that a program prints. */
export async function firstOutput(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the program has no output');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return chunk.toString();
}

/** Kills a program and everything in its process group, without warning. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) throw new Error('the program did not start');
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
