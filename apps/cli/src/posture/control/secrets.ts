import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { checkoutOf, consoleFolder, identityFolder, type Home } from '@supercargo/cluster';
import { broken, EVERYWHERE, expected, held, type Control, type Look } from '../control.ts';

const run = promisify(execFile);

/** Every file below a folder, which may not be there. */
function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const octal = (mode: number): string => `0${mode.toString(8)}`;

/** Secrets, and what decides whose tokens are believed, are their owner's alone. */
function modes(home: Home): readonly Look[] {
  if (process.platform === 'win32') return [held('whose files these are is left to their folder’s rules on Windows')];
  const folders = [
    ...[home.path, home.secretsDir, identityFolder(home), consoleFolder(home), join(home.path, 'http')],
  ].filter(existsSync);
  const files = folders.slice(1).flatMap(filesIn);
  const open = [...folders, ...files].filter((path) => (modeOf(path) & 0o077) !== 0);
  if (open.length === 0) {
    return [
      held(
        `${files.length.toString()} files with credentials and ${folders.length.toString()} folders are closed to others`,
      ),
    ];
  }
  const said = open.map((path) => `${path} (${octal(modeOf(path))})`).join(', ');
  return [broken(`open to others on this machine: ${said}`, `chmod go= ${open.map((path) => `'${path}'`).join(' ')}`)];
}

/** What git says, or undefined where it found nothing (its exit code 1). */
async function git(args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', ['-C', checkoutOf(), ...args])).stdout.trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return undefined;
    throw error;
  }
}

/** No secret of this home is in a file that git keeps: asked with the secrets in files, so that none is in an argument. */
async function inRepository(home: Home): Promise<readonly Look[]> {
  if (!existsSync(join(checkoutOf(), '.git'))) return [held('this is no checkout of a repository')];
  const secrets = filesIn(home.secretsDir).filter((path) => readFileSync(path, 'utf8').trim() !== '');
  if (secrets.length === 0) return [held('there are no secrets in files here')];
  const found = await git(['grep', '-lF', ...secrets.flatMap((path) => ['-f', path])]);
  const inside = relative(checkoutOf(), home.path);
  const kept = inside.startsWith('..') ? '' : await git(['ls-files', '--', inside]);
  return [
    expected(
      found === undefined && (kept ?? '') === '',
      `none of ${secrets.length.toString()} secrets is in the repository`,
      `a secret is in the repository: ${found ?? kept ?? ''}`,
      'take it out, and make another: npx supercargo down, delete its file under secrets, npx supercargo up',
    ),
  ];
}

export const secrets: Control = {
  name: 'credentials_from_files',
  title: 'backend credentials from files',
  demands: EVERYWHERE,
  look: async ({ home }) => [...modes(home), ...(await inRepository(home))],
};
