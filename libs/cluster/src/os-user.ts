import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './fault.ts';
import type { Account } from './programs.ts';
import { run } from './programs.ts';

const ownName = 'supercargo';
const attemptsMax = 20;

/** PostgreSQL refuses to run as root, so root gives it an account of its own. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account that PostgreSQL runs as when we are root: `supercargo`, created when missing (no password, no shell, no
 * home), or `nobody` on a system that cannot create one. Several processes may ask at once.
 */
export async function databaseAccount(): Promise<Account> {
  const existing = await accountNamed(ownName);
  if (existing !== undefined) return existing;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const made = await run('useradd', [
      ...['--system', '--user-group', '--no-create-home'],
      ...['--shell', '/usr/sbin/nologin', ownName],
    ]);
    const account = await accountNamed(ownName);
    if (account !== undefined) return account;
    // Exit code 1: another process holds the password file just now. Anything else will not get better.
    if (made.kind === 'missing' || made.exitCode !== 1) break;
    await sleep(100);
  }
  const nobody = await accountNamed('nobody');
  if (nobody !== undefined) return nobody;
  throw new ClusterError(
    'start',
    'PostgreSQL does not run as root, and no account for it could be created; start as another user, or set DATABASE_URL.',
  );
}

async function accountNamed(name: string): Promise<Account | undefined> {
  const uid = await idOf('-u', name);
  const gid = await idOf('-g', name);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  const answer = await run('id', [flag, name]);
  if (answer.kind === 'missing' || answer.exitCode !== 0) return undefined;
  const id = Number(answer.output.trim());
  return Number.isSafeInteger(id) ? id : undefined;
}
