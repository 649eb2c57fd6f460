import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { readState, type Home } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { serverMain } from '../servers.ts';

/** How a server's program runs beside us: as its worker, or serving HTTP. */
export type Mode = 'worker' | 'http';

/** A process of this home that lives now, whoever started it and whether or not that was written down. */
export interface Running {
  readonly server: ServerName;
  readonly pid: number;
}

/** The workers of this home. */
export const runningWorkers = (home: Home): Promise<readonly Running[]> => runningIn(home, 'worker');

/** The processes of this home that serve HTTP. */
export const runningHttpServers = (home: Home): Promise<readonly Running[]> => runningIn(home, 'http');

/**
 * The processes of this home in a mode. On Linux they are found among the processes themselves, so that one whose starter was killed
 * before it could write anything down is found too; elsewhere those of `state.json` that still run our file.
 */
async function runningIn(home: Home, mode: Mode): Promise<readonly Running[]> {
  const pids =
    process.platform === 'linux'
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : await recorded(home, mode);
  return pids.flatMap((pid) => processOf(Number(pid), home, mode) ?? []);
}

async function recorded(home: Home, mode: Mode): Promise<readonly number[]> {
  const { workers, http = [] } = await readState(home);
  return (mode === 'worker' ? workers : http).flatMap(({ pid }) => pid ?? []);
}

/** The process of that id, where it is one of ours for this home in that mode. A number may have been given to another since. */
export function processOf(pid: number, home: Home, mode: Mode): Running | undefined {
  if (process.platform !== 'linux') {
    const server = SERVERS.find((name) => commandOf(pid, mode).includes(`${serverMain(name)} ${mode}`));
    return server === undefined ? undefined : { server, pid };
  }
  const [, file, runsAs] = procFile(pid, 'cmdline');
  const server = SERVERS.find((name) => serverMain(name) === file);
  if (server === undefined || runsAs !== mode) return undefined;
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

function commandOf(pid: number, mode: Mode): string {
  try {
    process.kill(pid, 0);
    return process.platform === 'win32'
      ? SERVERS.map((server) => `${serverMain(server)} ${mode}`).join(' ')
      : execFileSync('ps', ['-o', 'args=', '-p', pid.toString()], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
