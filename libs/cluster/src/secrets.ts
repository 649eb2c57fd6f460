import { randomBytes, randomUUID } from 'node:crypto';
import { link, lstat, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterError, codeOf } from './fault.ts';
import type { Home } from './home.ts';

/** Hands out a password when a connection is made: nothing prints it, and a rotated file is read anew. */
export type PasswordSource = () => Promise<string>;

const secretBytes = 32;
const secretCharsMax = 1024;

/**
 * The secret of that name: 32 random bytes as base64url, generated on first use and kept under `secrets/` with mode
 * 0600. Processes that ask at the same time get the same one. Refuses a file that others on the machine can read.
 */
export async function secretFor(home: Home, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(name)) throw new ClusterError('secret', 'A secret’s name is not acceptable.');
  const path = join(home.secretsDir, name);
  const existing = await readSecret(path);
  if (existing !== undefined) return existing;
  const draft = join(home.secretsDir, `.${name}.${randomUUID()}`);
  try {
    await writeDurably(draft, randomBytes(secretBytes).toString('base64url'));
    // A link either creates the complete file or fails because another process was first; nobody sees half of it.
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (made === undefined) throw new ClusterError('secret', `${path} vanished while it was created.`);
  return made;
}

/** The content of a file that holds one secret, without the line end an editor adds. */
export async function secretFromFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ClusterError('secret', `${path} cannot be read (${codeOf(error) ?? 'unknown error'}).`);
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '' || secret.length > secretCharsMax) {
    throw new ClusterError('secret', `${path} must hold one secret of 1 to ${String(secretCharsMax)} characters.`);
  }
  return secret;
}

async function readSecret(path: string): Promise<string | undefined> {
  try {
    const facts = await lstat(path);
    if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
      throw new ClusterError('secret', `${path} can be read by others on this machine: chmod 600 it.`);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  return secretFromFile(path);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
