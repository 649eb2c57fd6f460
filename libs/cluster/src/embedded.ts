import { randomUUID } from 'node:crypto';
import { access, appendFile, chown, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterError, codeOf } from './fault.ts';
import { socketFolderOf, type PreparedPlace } from './place.ts';
import { disownStalePid, removeStaleSockets } from './postmaster.ts';
import { run, runDetached } from './programs.ts';
import { yieldToCallers } from './scheduling.ts';
import type { Durability } from './settings.ts';
import { settingsText } from './settings.ts';
import { writeByRename } from './state.ts';

/** The superuser of an embedded cluster. */
export const adminUser = 'supercargo_admin';

const startSecondsMax = 120;
const stopSecondsMax = 60;
const logBytesMax = 16 * 1024 * 1024;
const logTailBytes = 4_096;
const settingsName = 'supercargo.conf';
const draftPrefix = 'new-';

/** How a start ended. `refused` can be tried again: the port was taken meanwhile, or a dead server still has children. */
export type StartEnd = 'started' | 'refused';

export async function clusterExists(place: PreparedPlace): Promise<boolean> {
  return access(join(place.dataDir, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/**
 * Creates the cluster's data: UTF-8, one collation on every machine, checksums, passwords by SCRAM only. It is made in
 * a folder of its own and renamed when it is complete, so that a kill in the middle leaves nothing half-made.
 */
export async function createCluster(place: PreparedPlace, password: string, durability: Durability): Promise<void> {
  await removeDrafts(place);
  const draft = join(place.folder, `${draftPrefix}${randomUUID()}`);
  const data = join(draft, 'data');
  const passwordFile = join(draft, 'password');
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    if (place.account !== undefined) {
      for (const path of [draft, passwordFile]) await chown(path, place.account.uid, place.account.gid);
    }
    const made = await run(place.binaries.initdb, initdbArgs(data, passwordFile, durability), place.account);
    if (made.kind === 'missing' || made.exitCode !== 0) {
      throw new ClusterError(
        'start',
        `PostgreSQL could not create its data:\n${made.kind === 'ended' ? made.output : ''}`,
      );
    }
    await appendFile(join(data, 'postgresql.conf'), `\ninclude_if_exists = '${settingsName}'\n`);
    await rename(data, place.dataDir);
  } catch (error) {
    // Another process may have been first while this one slept; its cluster is as good as ours.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Starts the server on that port, detached from this process and its terminal, and waits until it answers. */
export async function startCluster(place: PreparedPlace, port: number, durability: Durability): Promise<StartEnd> {
  await disownStalePid(place);
  await removeStaleSockets(place);
  const settings = settingsText(port, durability, socketFolderOf(place));
  await writeByRename(join(place.dataDir, settingsName), settings, place.account);
  await rotateLog(place);
  const exitCode = await runDetached(
    place.binaries.pgCtl,
    ['start', '--wait', '--silent', '--timeout', String(startSecondsMax), '-D', place.dataDir, '-l', place.log],
    place.account,
  );
  if (exitCode !== 0) return 'refused';
  await yieldToCallers(place);
  return 'started';
}

/** Ends the server: open transactions are rolled back, clients are disconnected, data is flushed. */
export async function stopCluster(place: PreparedPlace): Promise<void> {
  const answer = await run(
    place.binaries.pgCtl,
    ['stop', '--wait', '--silent', '--mode=fast', '--timeout', String(stopSecondsMax), '-D', place.dataDir],
    place.account,
  );
  if (answer.kind === 'missing' || answer.exitCode !== 0) {
    throw new ClusterError(
      'stop',
      `PostgreSQL did not stop within ${String(stopSecondsMax)} seconds; see ${place.log}.`,
    );
  }
}

/** The last lines of the server's log. It holds no statements and no values (see settings.ts). */
export async function logTail(place: PreparedPlace): Promise<string> {
  const file = await open(place.log).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - logTailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(logTailBytes), 0, logTailBytes, start);
    return buffer.toString('utf8', 0, bytesRead).split('\n').slice(-12).join('\n');
  } finally {
    await file.close();
  }
}

function initdbArgs(data: string, passwordFile: string, durability: Durability): readonly string[] {
  return [
    `--pgdata=${data}`,
    `--username=${adminUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(durability === 'test' ? ['--no-sync'] : []),
  ];
}

async function removeDrafts(place: PreparedPlace): Promise<void> {
  for (const name of await readdir(place.folder)) {
    if (name.startsWith(draftPrefix)) await rm(join(place.folder, name), { recursive: true, force: true });
  }
}

async function rotateLog(place: PreparedPlace): Promise<void> {
  const facts = await stat(place.log).catch(() => undefined);
  if (facts !== undefined && facts.size > logBytesMax) await rename(place.log, `${place.log}.1`);
}
