import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { Refused } from '../fault.ts';
import { nodeBinary, serverMain } from '../servers.ts';

const logBytesMax = 16 * 1024 * 1024;
const saidCharactersMax = 2_000;

/** Puts a log aside that grew long. Answers where what is said from now on begins in it. */
export function rotated(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= logBytesMax) return size;
  renameSync(log, `${log}.1`);
  return 0;
}

/** What stands in a log from there on. */
export function saidSince(log: string, offset: number): string {
  return readFileSync(log).subarray(offset).toString('utf8');
}

/** A log's end, as a refusal shows it. */
export function endOf(log: string, offset: number): string {
  return saidSince(log, offset).slice(-saidCharactersMax).trimEnd();
}

/** Starts a server's program beside us, where it outlives us, with its output in its log; its process id. */
export function spawnServer(
  server: ServerName,
  args: readonly [mode: 'worker' | 'http', ...rest: readonly string[]],
  env: NodeJS.ProcessEnv,
  log: string,
): number {
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(nodeBinary(), [serverMain(server), ...args], {
      cwd: checkoutOf(),
      detached: true,
      env,
      stdio: ['ignore', output, output],
    });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid !== undefined) return child.pid;
    throw new Refused(`the ${server} ${args[0]} process could not be started; is ${nodeBinary()} there?`);
  } finally {
    closeSync(output);
  }
}
