import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { ClusterError, codeOf } from './fault.ts';
import type { Home } from './home.ts';
import { withLock } from './lock.ts';
import type { Account } from './programs.ts';

const port = z.int().min(1).max(65_535);

const databaseState = z.strictObject({
  kind: z.enum(['embedded', 'external']),
  host: z.string(),
  port,
  name: z.string(),
  /** Process id of PostgreSQL's postmaster; absent when it was stopped. */
  pid: z.int().positive().optional(),
  dataDir: z.string().optional(),
  log: z.string().optional(),
});

const workerState = z.strictObject({
  server: z.string(),
  pid: z.int().positive(),
  startedAt: z.iso.datetime(),
  log: z.string(),
});

const httpServerState = z.strictObject({
  server: z.string(),
  /** Its resource indicator, and where clients reach it. It stays the same from one start to the next. */
  url: z.url(),
  log: z.string(),
  /** Both absent while it is stopped. */
  pid: z.int().positive().optional(),
  startedAt: z.iso.datetime().optional(),
});

const consoleState = z.strictObject({
  /** Its origin, where people reach it. It stays the same from one start to the next. */
  url: z.url(),
  /** Since when: whoever was started before was told of none, or of another. */
  since: z.iso.datetime(),
  log: z.string(),
  /** Both absent while it is stopped. */
  pid: z.int().positive().optional(),
  startedAt: z.iso.datetime().optional(),
});

const stateSchema = z.strictObject({
  version: z.literal(1),
  database: databaseState.optional(),
  workers: z.array(workerState).max(100),
  /** The servers that were given an address over HTTP; absent where none was. */
  http: z.array(httpServerState).max(100).optional(),
  /** The console, where it was given an address. */
  console: consoleState.optional(),
});

/** What is running in this home, for other programs to read: the content of `state.json`. Holds no secrets. */
export type State = z.output<typeof stateSchema>;
/** The database's part of `state.json`. */
export type DatabaseState = z.output<typeof databaseState>;
/** One background process of `state.json`. */
export type WorkerState = z.output<typeof workerState>;
/** One server over HTTP of `state.json`. */
export type HttpServerState = z.output<typeof httpServerState>;
/** The console's part of `state.json`. */
export type ConsoleState = z.output<typeof consoleState>;

/** The ports that are somebody's over HTTP, whether or not they run. */
export function portsIn({ http = [], console }: State): readonly number[] {
  const urls = [...http.map(({ url }) => url), ...(console === undefined ? [] : [console.url])];
  return urls.map((url) => Number(new URL(url).port));
}

/** Reads `state.json`; a home without one has nothing running. Throws a ClusterError on a file that is not ours. */
export async function readState(home: Home): Promise<State> {
  let text: string;
  try {
    text = await readFile(home.stateFile, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { version: 1, workers: [] };
    throw error;
  }
  const parsed = stateSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ClusterError('state', `${home.stateFile} is not a state file of this version; delete it and start again.`);
}

/** Replaces `state.json` by what `change` makes of it, one process at a time; readers see the old or the new file. */
export async function updateState(home: Home, change: (state: State) => State): Promise<State> {
  return withLock(home, 'state', async () => {
    const next = stateSchema.parse(change(await readState(home)));
    await writeByRename(home.stateFile, `${JSON.stringify(next, null, 2)}\n`);
    return next;
  });
}

/**
 * Writes a file of mode 0600 that is complete whenever it can be seen under its name, even after a power cut; it
 * belongs to `owner` where one is given.
 */
export async function writeByRename(path: string, text: string, owner?: Account): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      if (owner !== undefined) await file.chown(owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
