import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { readState, type Home } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { serverMain } from '../servers.ts';

/** A worker process of this home that lives now, whoever started it and whether or not that was written down. */
export interface RunningWorker {
  readonly server: ServerName;
  readonly pid: number;
}

/**
 * The workers of this home. On Linux they are found among the processes themselves, so that one whose starter was killed
 * before it could write anything down is found too; elsewhere those of `state.json` that still run our file.
 */
export async function runningWorkers(home: Home): Promise<readonly RunningWorker[]> {
  const pids =
    process.platform === 'linux'
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : (await readState(home)).workers.map(({ pid }) => pid);
  return pids.flatMap((pid) => workerOf(Number(pid), home) ?? []);
}

/** The process of that id, where it is one of our workers for this home. A number may have been given to another since. */
export function workerOf(pid: number, home: Home): RunningWorker | undefined {
  if (process.platform !== 'linux') {
    const server = SERVERS.find((name) => commandOf(pid).includes(serverMain(name)));
    return server === undefined ? undefined : { server, pid };
  }
  const [, file, mode] = procFile(pid, 'cmdline');
  const server = SERVERS.find((name) => serverMain(name) === file);
  if (server === undefined || mode !== 'worker') return undefined;
  return procFile(pid, 'environ').includes(`SUPERCARGO_HOME=${home.path}`) ? { server, pid } : undefined;
}

/** Empty for a process that ended, or that belongs to somebody else. */
function procFile(pid: number, name: 'cmdline' | 'environ'): readonly string[] {
  try {
    return readFileSync(`/proc/${pid.toString()}/${name}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    process.kill(pid, 0);
    return process.platform === 'win32'
      ? SERVERS.map(serverMain).join(' ')
      : execFileSync('ps', ['-o', 'args=', '-p', pid.toString()], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
