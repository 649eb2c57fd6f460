import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVERS } from '@supercargo/kernel';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The migrations: numbered, applied once, in order. */
export const MIGRATIONS = join(root, 'prisma', 'migrations');

/**
 * What is applied again whenever it changes, in this order: each function uses only the words of the folders above it, and the grants
 * come last because they name every function.
 */
export const REPEATABLE: readonly string[] = [
  join(root, 'libs', 'audit', 'src', 'store', 'functions'),
  join(root, 'libs', 'policy', 'src', 'store', 'functions'),
  join(root, 'libs', 'approval', 'src', 'store', 'functions'),
  join(root, 'libs', 'events', 'src', 'store', 'functions'),
  ...SERVERS.map((server) => join(root, 'apps', server, 'src', 'store', 'effects')),
  join(root, 'prisma', 'access'),
];

/** One hash over every SQL file and its path: two checkouts with the same hash prepare the same database. 64 hex digits. */
export function databaseHash(): string {
  const hash = createHash('sha256');
  for (const folder of [MIGRATIONS, ...REPEATABLE]) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.sql')) continue;
      const path = join(folder, file);
      hash
        .update(`${relative(root, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
