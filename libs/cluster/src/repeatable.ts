import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type pg from 'pg';
import type { ConnectionConfig } from './connection.ts';
import { withClient } from './connection.ts';
import { ClusterError } from './fault.ts';
import { statementFault } from './migration-fault.ts';

type RepeatableOptions = {
  /** Files are remembered by their path from here, so that a moved checkout is no change. */
  readonly root: string;
  readonly folders: readonly string[];
  /** Apply every file, changed or not. */
  readonly all: boolean;
};

type RepeatableFile = { readonly path: string; readonly text: string; readonly sha256: string };

/** Applies the `*.sql` files that are new or changed, each in a transaction of its own; answers their paths. */
export async function applyRepeatable(admin: ConnectionConfig, options: RepeatableOptions): Promise<readonly string[]> {
  const files = await readFiles(options);
  return withClient(admin, async (client) => {
    const known = await knownFiles(client);
    const changed = files.filter(({ path, sha256 }) => options.all || known.get(path) !== sha256);
    for (const file of changed) await applyFile(client, file);
    await forgetOthers(client, files);
    return changed.map(({ path }) => path);
  });
}

async function readFiles({ root, folders }: RepeatableOptions): Promise<readonly RepeatableFile[]> {
  const files: RepeatableFile[] = [];
  for (const folder of folders) {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      const path = relative(root, join(folder, name))
        .split(sep)
        .filter((step) => step !== '..')
        .join('/');
      if (files.some((file) => file.path === path)) {
        throw new ClusterError('migration', `Two repeatable files cannot be told apart: ${path}.`);
      }
      files.push({ path, text, sha256: createHash('sha256').update(text).digest('hex') });
    }
  }
  return files;
}

async function knownFiles(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS public.repeatable_migration (
      path text PRIMARY KEY,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    REVOKE ALL ON TABLE public.repeatable_migration FROM PUBLIC;`);
  const answer = await client.query<{ path: string; sha256: string }>(
    'SELECT path, sha256 FROM public.repeatable_migration',
  );
  return new Map(answer.rows.map(({ path, sha256 }) => [path, sha256]));
}

async function applyFile(client: pg.Client, { path, text, sha256 }: RepeatableFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(text);
    // The file may have taken an owner's role for its transaction; the record is ours.
    await client.query('RESET ROLE');
    await client.query(
      `INSERT INTO public.repeatable_migration (path, sha256) VALUES ($1, $2)
       ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, applied_at = clock_timestamp()`,
      [path, sha256],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw statementFault(path, { text, error });
  }
}

/** A file that is gone and comes back must be applied again: what it defined may have been dropped meanwhile. */
async function forgetOthers(client: pg.Client, files: readonly RepeatableFile[]): Promise<void> {
  const paths = files.map(({ path }) => path);
  await client.query('DELETE FROM public.repeatable_migration WHERE path <> ALL ($1)', [paths]);
}
