import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './fault.ts';
import { textOf } from './text-of.ts';

const readySeconds = 20;
const politeSeconds = 5;
const lookMs = 20;
const saidCharactersMax = 1_000;

/** A program of this checkout that runs beside us and outlives us. */
export type Background = {
  /** What it is called where something is wrong with it. */
  readonly title: string;
  /** The absolute path of its main file. */
  readonly main: string;
  readonly args: readonly string[];
  /** All of its environment: nothing of ours is handed on by itself. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  /** What it prints on a line of its own when it is ready; its first group is answered. */
  readonly ready: RegExp;
};

/** Starts it, detached, with its output in its log; answers when it is ready. Throws a ClusterError with the end of its log otherwise. */
export async function startBackground(program: Background): Promise<{ readonly pid: number; readonly said: string }> {
  const offset = ((await textOf(program.log)) ?? '').length;
  const pid = spawnDetached(program);
  return { pid, said: await untilReady(program, pid, offset) };
}

/**
 * Ends whoever runs this program with this argument, which is this home's alone: one whose starter was killed before it could write it down.
 * True where there was one. Found on Linux; elsewhere such a one stays until its machine is restarted.
 */
export async function endUnrecorded({ main }: Pick<Background, 'main'>, own: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && runs(name, main, own));
  await Promise.all(found.map((name) => endBackground(Number(name))));
  return found.length > 0;
}

function runs(process: string, main: string, own: string): boolean {
  try {
    const [, file, ...args] = readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0');
    return file === main && args.includes(own);
  } catch {
    // It ended by itself, or belongs to somebody else.
    return false;
  }
}

/** Ends a process of ours: asked first, and after some seconds made to. */
export async function endBackground(pid: number): Promise<void> {
  const giveUpAt = performance.now() + politeSeconds * 1_000;
  signal(pid, 'SIGTERM');
  while (isAlive(pid)) {
    if (performance.now() > giveUpAt) signal(pid, 'SIGKILL');
    await sleep(lookMs);
  }
}

function spawnDetached({ title, main, args, env, log }: Background): number {
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [main, ...args], { detached: true, env, stdio: ['ignore', output, output] });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid === undefined) throw new ClusterError('state', `${title} could not be started.`);
    return child.pid;
  } finally {
    closeSync(output);
  }
}

async function untilReady({ title, log, ready }: Background, pid: number, offset: number): Promise<string> {
  const giveUpAt = performance.now() + readySeconds * 1_000;
  for (;;) {
    const said = ((await textOf(log)) ?? '').slice(offset);
    const found = ready.exec(said)?.[1];
    if (found !== undefined) return found;
    const isLate = performance.now() > giveUpAt;
    if (isLate || (!isAlive(pid) && said !== '')) {
      if (isLate) signal(pid, 'SIGKILL');
      const end = said.slice(-saidCharactersMax).trimEnd();
      throw new ClusterError('state', `${title} does not get ready; ${log} ends:\n${end}`);
    }
    await sleep(lookMs);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
