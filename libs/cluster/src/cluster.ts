import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseAddress } from './address.ts';
import { adminConfig, externalAddress } from './address.ts';
import { withClient } from './connection.ts';
import { clusterExists, createCluster, logTail, startCluster, stopCluster } from './embedded.ts';
import { ClusterError, codeOf } from './fault.ts';
import type { Env, Home } from './home.ts';
import { withLock } from './lock.ts';
import type { Place, PreparedPlace } from './place.ts';
import { placeOf, preparePlace } from './place.ts';
import type { Postmaster } from './postmaster.ts';
import { isDataDir, postmasterOf } from './postmaster.ts';
import { secretFor } from './secrets.ts';
import type { Durability } from './settings.ts';
import { freePorts } from './settings.ts';
import type { DatabaseState, State } from './state.ts';
import { readState, updateState } from './state.ts';
import { checkedName } from './databases.ts';

export type EnsureOptions = {
  readonly home: Home;
  readonly env: Env;
  /** Told what takes time, in a sentence for people. */
  readonly onProgress?: (message: string) => void;
  /** The database's name in an embedded cluster; `migrate` creates it. Default `supercargo`. */
  readonly databaseName?: string;
  readonly durability?: Durability;
};

const startAttemptsMax = 8;
const startsMax = 3;
const readyPauseMs = 100;
const readyAttemptsMax = 1_200;

/**
 * Where the database is: the one that DATABASE_URL or DATABASE_ADMIN_URL name (not contacted here), or this home's own,
 * started when nobody has yet. It outlives this process however that ends. Any number of processes may ask at once, and
 * get the same one. Throws a ClusterError that says what to do when PostgreSQL cannot be started.
 */
export async function ensureDatabase(options: EnsureOptions): Promise<DatabaseAddress> {
  const { home, env } = options;
  const name = checkedName(options.databaseName ?? 'supercargo');
  const external = externalAddress(env);
  if (external !== undefined) {
    const { host, port } = external;
    await remember(home, { kind: 'external', host, port, name: external.name });
    return external;
  }
  const place = await placeOf(home);
  const found = await answering(home, place);
  if (found !== undefined) return addressOf(home, place, found, name);
  return withLock(home, 'database', async () => {
    const postmaster = (await answering(home, place)) ?? (await bringUp(options, place));
    return addressOf(home, place, postmaster, name);
  });
}

/** Stops this home's own database for everyone who uses it. */
export async function stopDatabase(home: Home): Promise<'stopped' | 'not running'> {
  return withLock(home, 'database', async () => {
    const place = await placeOf(home);
    if ((await postmasterOf(place)) === undefined) return 'not running';
    await stopCluster(await preparePlace(home, place));
    await updateState(home, withoutPid);
    return 'stopped';
  });
}

/** Stops this home's own database and deletes its data for good. */
export async function removeDatabase(home: Home): Promise<void> {
  await stopDatabase(home);
  await withLock(home, 'database', async () => {
    const place = await placeOf(home);
    const ownPath = place.folder === home.postgresDir ? place.dataDir : place.folder;
    await rm(ownPath, { recursive: true, force: true });
    await rm(place.log, { force: true });
    await updateState(home, ({ version, workers }) => ({ version, workers }));
  });
}

export type DatabaseStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'external'; readonly host: string; readonly port: number; readonly name: string }
  | { readonly kind: 'stopped'; readonly dataDir: string; readonly log: string }
  | ({ readonly kind: 'running' | 'starting'; readonly pid: number; readonly host: string; readonly port: number } & {
      readonly dataDir: string;
      readonly log: string;
    });

/** What `state.json` and PostgreSQL's own files say; connects to nothing. */
export async function databaseStatus(home: Home): Promise<DatabaseStatus> {
  const { database } = await readState(home);
  if (database === undefined) return { kind: 'none' };
  const { host, port, name } = database;
  if (database.kind === 'external') return { kind: 'external', host, port, name };
  const place = await placeOf(home);
  const { dataDir, log } = place;
  const postmaster = await postmasterOf(place);
  if (postmaster === undefined) return { kind: 'stopped', dataDir, log };
  return {
    kind: postmaster.ready ? 'running' : 'starting',
    pid: postmaster.pid,
    host,
    port: postmaster.port,
    dataDir,
    log,
  };
}

async function bringUp(options: EnsureOptions, place: Place): Promise<Postmaster> {
  const { home, onProgress } = options;
  const durability = options.durability ?? 'full';
  const prepared = await preparePlace(home, place);
  if (!(await clusterExists(prepared))) {
    onProgress?.(
      `Creating a PostgreSQL ${String(Number.parseInt(prepared.binaries.version, 10))} database in ${place.dataDir}`,
    );
    await createCluster(prepared, await secretFor(home, 'database_admin'), durability);
  }
  for (let attempt = 0, starts = 0; attempt < readyAttemptsMax; attempt += 1) {
    const postmaster = await answering(home, place);
    if (postmaster !== undefined) return postmaster;
    if ((await postmasterOf(place)) !== undefined) {
      // A server that was starting, recovering or stopping when we came needs no second start now, only patience.
      await sleep(readyPauseMs);
    } else if (starts < startsMax) {
      if (starts === 0) onProgress?.('Starting PostgreSQL');
      starts += 1;
      await startOnFreePort(home, prepared, durability);
    } else break;
  }
  throw new ClusterError(
    'start',
    `PostgreSQL does not stay up, or does not answer. Its log, ${place.log}, ends:\n${await logTail(prepared)}`,
  );
}

async function startOnFreePort(home: Home, place: PreparedPlace, durability: Durability): Promise<void> {
  const { database } = await readState(home);
  const lastPort = database?.kind === 'embedded' ? database.port : undefined;
  let attempts = 0;
  for await (const port of freePorts(lastPort, home.path)) {
    if ((await startCluster(place, port, durability)) === 'started') return;
    // What a killed process began may have come up meanwhile.
    if ((await postmasterOf(place)) !== undefined) return;
    attempts += 1;
    if (attempts >= startAttemptsMax) break;
    await sleep(attempts * readyPauseMs);
  }
  throw new ClusterError('start', `PostgreSQL does not start. Its log, ${place.log}, ends:\n${await logTail(place)}`);
}

/** The server of this place, if it lets us in with our password and says that it serves this very data. */
async function answering(home: Home, place: Place): Promise<Postmaster | undefined> {
  const postmaster = await postmasterOf(place);
  if (postmaster?.ready !== true) return undefined;
  const config = adminConfig(embeddedAddress(postmaster, 'postgres'), {}, home);
  try {
    const served = await withClient(config, async (client) => {
      const answer = await client.query<{ data_directory: string }>('SHOW data_directory');
      return answer.rows[0]?.data_directory;
    });
    return isDataDir(served, place) ? postmaster : undefined;
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new ClusterError(
        'secret',
        `${home.secretsDir}/database_admin is not the password of the database that runs here.`,
      );
    }
    return undefined;
  }
}

async function addressOf(home: Home, place: Place, postmaster: Postmaster, name: string): Promise<DatabaseAddress> {
  const address = embeddedAddress(postmaster, name);
  const { host, port } = address;
  const { dataDir, log } = place;
  await remember(home, { kind: 'embedded', host, port, name, pid: postmaster.pid, dataDir, log });
  return address;
}

function embeddedAddress({ port, socketFolder }: Postmaster, name: string): DatabaseAddress {
  return { kind: 'embedded', host: '127.0.0.1', socketFolder, port, name, ssl: false, namedStatements: true };
}

async function remember(home: Home, database: DatabaseState): Promise<void> {
  const known = JSON.stringify((await readState(home)).database);
  if (known !== JSON.stringify(database)) await updateState(home, (state) => ({ ...state, database }));
}

function withoutPid(state: State): State {
  if (state.database === undefined) return state;
  const { pid: _pid, ...database } = state.database;
  return { ...state, database };
}
