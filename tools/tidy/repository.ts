import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text file of the repository. `path` is relative to the root, with forward slashes. */
export type TextFile = Readonly<{ path: string; text: string; lines: readonly string[] }>;

/**
 * What the rules look at: every text file that is tracked or could be, in order of path. `paths` also holds files that
 * are not text. `listedBefore` is the ratchet list of the last commit, undefined before the first.
 */
export type Repository = Readonly<{
  files: readonly TextFile[];
  paths: ReadonlySet<string>;
  listedBefore: readonly string[] | undefined;
}>;

export const ratchetPath = 'tools/tidy/ratchet.json';

const textFile =
  /(^|\/)[^/]*\.(ts|mjs|js|json|md|sql|prisma|yaml|yml|txt|sh|html|css)$|(^|\/)(run|\.[a-z]+(rc|ignore|config)?)$/;
const skippedFolders = new Set(['node_modules', '.git', '.nx', '.supercargo', 'dist', 'coverage', 'generated']);
const textBytesMax = 2_000_000;

/** Reads the repository at `root`. Without git the folders are walked, leaving out what is generated. */
export function readRepository(root: string): Repository {
  const paths = listWithGit(root) ?? walk(root, '');
  const texts = paths
    .filter((path) => textFile.test(path) && statSync(join(root, path)).size <= textBytesMax)
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
  return { ...repositoryOf(Object.fromEntries(texts)), paths: new Set(paths), listedBefore: committedRatchet(root) };
}

/** A repository of the given texts by path, as the rules' tests need it. */
export function repositoryOf(texts: Readonly<Record<string, string>>, listedBefore?: readonly string[]): Repository {
  const files = Object.entries(texts)
    .map(([path, text]) => ({ path, text, lines: text.replace(/\n$/, '').split('\n') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, paths: new Set(files.map(({ path }) => path)), listedBefore };
}

function git(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

function listWithGit(root: string): string[] | undefined {
  const listed = git(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  const exists = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true;
  return listed?.split('\0').filter((path) => path !== '' && exists(path));
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function committedRatchet(root: string): readonly string[] | undefined {
  const text = git(root, ['show', `HEAD:${ratchetPath}`]);
  return text === undefined ? undefined : ratchetOf(text);
}

/** The paths in a ratchet list. */
export function ratchetOf(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new TypeError(`${ratchetPath} is a list of paths`);
}
