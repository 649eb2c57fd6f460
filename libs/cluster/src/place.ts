import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { binariesIn, copyBinaries, installedBinaries, makeLinks } from './binaries.ts';
import { ClusterError, codeOf } from './fault.ts';
import type { Home } from './home.ts';
import { databaseAccount, runsAsRoot } from './os-user.ts';
import type { Account } from './programs.ts';
import { secretFor } from './secrets.ts';

/** Where root keeps databases: another account cannot enter root's own folders, whatever their mode. */
const systemFolder = '/var/lib/supercargo';

/** Where this home's cluster lies, all absolute paths. */
export type Place = {
  /** Everything of this cluster and nothing else. */
  readonly folder: string;
  readonly dataDir: string;
  readonly log: string;
};

/** A place that is ready to be used: its programs, and the account that owns its files when we are root. */
export type PreparedPlace = Place & { readonly binaries: Binaries; readonly account: Account | undefined };

/**
 * Where this home's cluster lies: in the home or, for root, in a folder of its own. That folder's name is made of the
 * home's path and of a secret of the home, so that neither a copied home nor a new one at an old path opens a database
 * whose passwords it does not have.
 */
export async function placeOf(home: Home): Promise<Place> {
  const folder = runsAsRoot() ? join(systemFolder, await instanceOf(home)) : home.postgresDir;
  return { folder, dataDir: join(folder, 'data'), log: join(folder, 'postgres.log') };
}

/** The most that the path of a socket may have (sun_path), less its file's name and a little: macOS allows 104 bytes, Linux 108. */
const socketFolderBytesMax = 84;

/**
 * Where PostgreSQL also listens on a socket of the file system, which takes less of both sides than a port and whom no other account
 * reaches: the cluster's own folder, where its path is short and plain enough.
 */
export function socketFolderOf({ folder }: Pick<Place, 'folder'>): string | undefined {
  const fits = process.platform !== 'win32' && Buffer.byteLength(folder) <= socketFolderBytesMax;
  return fits && /^[\w./ -]+$/.test(folder) ? folder : undefined;
}

/** Creates what is missing of the place's folders, programs and account. Safe to repeat, also at the same time. */
export async function preparePlace(home: Home, place: Place): Promise<PreparedPlace> {
  const { folder: installed, version } = await installedBinaries();
  if (!runsAsRoot()) {
    const linked = await makeLinks(installed);
    const copy = join(home.postgresDir, `programs-${version}`);
    if (!linked) await copyBinaries(installed, copy);
    const programs = linked ? installed : copy;
    refuseShellCharacters([programs, place.folder]);
    return { ...place, binaries: binariesIn(programs, version), account: undefined };
  }
  await mkdir(systemFolder, { recursive: true });
  await chmod(systemFolder, 0o755);
  const programs = join(systemFolder, `programs-${process.arch}-${version}`);
  await copyBinaries(installed, programs);
  const account = await accountOf(place.folder);
  return { ...place, binaries: binariesIn(programs, version), account };
}

/** An existing cluster keeps its account, whatever accounts have been created since. */
async function accountOf(folder: string): Promise<Account> {
  try {
    const owner = await stat(folder);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const account = await databaseAccount();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return account;
}

async function instanceOf(home: Home): Promise<string> {
  const instance = await secretFor(home, 'database_instance');
  return createHash('sha256').update(`${home.path}\0${instance}`).digest('hex').slice(0, 16);
}

/** PostgreSQL's own programs hand their paths to a shell in double quotes; these characters would not survive that. */
function refuseShellCharacters(paths: readonly string[]): void {
  if (process.platform === 'win32') return;
  for (const path of paths) {
    if (!/["$`\\\n\r]/.test(path)) continue;
    throw new ClusterError(
      'start',
      `PostgreSQL cannot run from ${path}: use a path without quotes, backslashes and dollar signs, or set DATABASE_URL.`,
    );
  }
}
