import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What the authorization server remembers about one code, token, session or client, under the library's own names. */
export type Payload = Readonly<Record<string, unknown>>;

/** What outlives a restart: sessions, refresh tokens, registered clients, and the hashes of passwords. */
export interface Entries {
  /** Keeps an entry, for ever where no lifetime is given. */
  put(model: string, id: string, payload: Payload, secondsToLive: number | undefined): void;
  /** An entry that has not expired; with `consumed` where it was used. */
  find(model: string, id: string): Payload | undefined;
  findByUid(model: string, uid: string): Payload | undefined;
  consume(model: string, id: string): void;
  remove(model: string, id: string): void;
  /** Ends what came of one consent: codes, access tokens and refresh tokens (the family of RFC 9700 §4.14.2). */
  removeGrant(model: string, grantId: string): void;
  passwordHash(account: string): string | undefined;
  keepPasswordHash(account: string, hash: string): void;
  close(): void;
}

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  pragma busy_timeout = 5000;
  create table if not exists entry (
    model text not null,
    id text not null,
    payload text not null,
    grant_id text,
    uid text,
    consumed integer,
    expires_at integer,
    primary key (model, id)
  ) strict;
  create index if not exists entry_grant on entry (grant_id) where grant_id is not null;
  create index if not exists entry_uid on entry (uid) where uid is not null;
  create index if not exists entry_expiry on entry (expires_at) where expires_at is not null;
  create table if not exists password (account text primary key, hash text not null) strict;`;

const ENTRIES_MAX = 5_000;
const cleanEvery = 100;

interface Row {
  readonly payload: string;
  readonly consumed: number | null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The file, made where it is not there, and its owner's alone, as is what SQLite puts beside it. */
function closedFile(file: string): string {
  closeSync(openSync(file, 'a', 0o600));
  // One that an earlier version made.
  chmodSync(file, 0o600);
  return file;
}

/** Opens the file, or makes it. Times are by `clock`, so that a test decides them. */
export function openEntries(file: string, clock: () => Date): Entries {
  const database = new DatabaseSync(closedFile(file));
  database.exec(SCHEMA);
  const seconds = (): number => Math.floor(clock().getTime() / 1_000);
  const insert = database.prepare(
    'insert or replace into entry (model, id, payload, grant_id, uid, consumed, expires_at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const alive = 'select payload, consumed from entry where model = ? and (expires_at is null or expires_at > ?)';
  const byId = database.prepare(`${alive} and id = ?`);
  const byUid = database.prepare(`${alive} and uid = ?`);
  const consume = database.prepare('update entry set consumed = ? where model = ? and id = ?');
  const remove = database.prepare('delete from entry where model = ? and id = ?');
  const removeGrant = database.prepare('delete from entry where model = ? and grant_id = ?');
  const removeExpired = database.prepare('delete from entry where expires_at <= ?');
  const removeOldest = database.prepare(
    'delete from entry where rowid in (select rowid from entry order by rowid desc limit -1 offset ?)',
  );
  const hashOf = database.prepare('select hash from password where account = ?');
  const keepHash = database.prepare('insert into password (account, hash) values (?, ?)');
  let puts = 0;
  const clean = (): void => {
    removeExpired.run(seconds());
    // Whoever registers clients without end pushes out the oldest entries, and does not fill the disk.
    removeOldest.run(ENTRIES_MAX);
  };
  const payloadOf = (row: unknown): Payload | undefined => {
    if (row === undefined) return undefined;
    const { payload, consumed } = row as Row;
    return { ...(JSON.parse(payload) as Payload), ...(consumed === null ? {} : { consumed }) };
  };
  return {
    put: (model, id, payload, secondsToLive) => {
      if (puts++ % cleanEvery === 0) clean();
      const expiresAt = secondsToLive === undefined ? null : seconds() + secondsToLive;
      const { grantId, uid, consumed } = payload;
      const used = typeof consumed === 'number' ? consumed : null;
      insert.run(model, id, JSON.stringify(payload), textOf(grantId), textOf(uid), used, expiresAt);
    },
    find: (model, id) => payloadOf(byId.get(model, seconds(), id)),
    findByUid: (model, uid) => payloadOf(byUid.get(model, seconds(), uid)),
    consume: (model, id) => void consume.run(seconds(), model, id),
    remove: (model, id) => void remove.run(model, id),
    removeGrant: (model, grantId) => void removeGrant.run(model, grantId),
    passwordHash: (account) => (hashOf.get(account) as { readonly hash: string } | undefined)?.hash,
    keepPasswordHash: (account, hash) => void keepHash.run(account, hash),
    close: () => {
      database.close();
    },
  };
}
