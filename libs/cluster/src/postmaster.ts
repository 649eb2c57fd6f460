import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './fault.ts';
import type { Place, PreparedPlace } from './place.ts';
import { run } from './programs.ts';
import { writeByRename } from './state.ts';

/** What PostgreSQL writes about itself in `postmaster.pid`. */
export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  /** Where its socket of the file system is; undefined where it has none. */
  readonly socketFolder: string | undefined;
  readonly ready: boolean;
};

/** No process has this number, on any system. */
const pidOfNobody = 2_147_483_646;

/** The PostgreSQL that runs in this place, or undefined: nothing there, dead, or another program with its number. */
export async function postmasterOf(place: Place): Promise<Postmaster | undefined> {
  const lines = await pidLines(place);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (!isDataDir(lines[1], place) || (await identify(pid, place)) === 'another') return undefined;
  const port = Number(lines[3]);
  const socketFolder = lines[4] === '' ? undefined : lines[4];
  return { pid, port: Number.isSafeInteger(port) ? port : 0, socketFolder, ready: lines[7]?.trim() === 'ready' };
}

/**
 * After a crash the number in `postmaster.pid` may belong to another program, and PostgreSQL would refuse to start for
 * as long as that runs. The number is replaced by one that nobody has; the rest of the file stays, because PostgreSQL
 * finds by it whether children of the dead server still hold its memory.
 */
export async function disownStalePid(place: PreparedPlace): Promise<void> {
  const lines = await pidLines(place);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !Number.isSafeInteger(pid) || pid <= 0) return;
  if (isDataDir(lines[1], place) && (await identify(pid, place)) !== 'another') return;
  await writeByRename(pidFile(place), [String(pidOfNobody), ...lines.slice(1)].join('\n'), place.account);
}

/** The number in a dead server's socket lock may be another program's by now as well, and PostgreSQL would refuse to start beside it. */
export async function removeStaleSockets({ folder }: PreparedPlace): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('.s.PGSQL.')) await rm(join(folder, name), { force: true });
  }
}

/** Whether PostgreSQL means this place by a path; it writes forward slashes on Windows too. */
export function isDataDir(path: string | undefined, place: Place): boolean {
  return path === place.dataDir || path === place.dataDir.replaceAll('\\', '/');
}

function pidFile(place: Place): string {
  return join(place.dataDir, 'postmaster.pid');
}

async function pidLines(place: Place): Promise<readonly string[] | undefined> {
  try {
    return (await readFile(pidFile(place), 'utf8')).split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whose process that is. `unknown` where the system does not say: then it must be taken for ours. */
async function identify(pid: number, place: Place): Promise<'ours' | 'another' | 'unknown'> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return 'another';
  }
  const command = await commandOf(pid);
  if (command === undefined) return 'unknown';
  return command.includes(place.dataDir) ? 'ours' : 'another';
}

async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => undefined);
  }
  if (process.platform === 'win32') return undefined;
  const answer = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return answer.kind === 'ended' && answer.exitCode === 0 ? answer.output : undefined;
}
