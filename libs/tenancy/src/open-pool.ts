import pg from 'pg';
import type { DoorConfig } from './door.ts';
import { TurnSocket } from './turn-socket.ts';

const CONNECT_MS_MAX = 5_000;
const ANSWER_MS_MAX = 35_000;
/** Whoever imports may take five minutes for a statement. */
const IMPORT_ANSWER_MS_MAX = 330_000;
const CLOSE_MS_MAX = 5_000;

export interface OwnPool {
  readonly pool: pg.Pool;
  /** Ends what is idle, waits for what is under way, and after a while for nothing any more: a silent database keeps no program alive. */
  readonly close: () => Promise<void>;
}

/** How long this login's statements may stay unanswered, unless its door is told otherwise. */
export function answerMsMaxOf(user: string): number {
  return user === 'supercargo_importer' ? IMPORT_ANSWER_MS_MAX : ANSWER_MS_MAX;
}

/** The connections of one login, each bounded in whatever it waits for. */
export function openPool(config: DoorConfig): OwnPool {
  const sockets = new Set<TurnSocket>();
  const pool = new pg.Pool({
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    ...(config.ssl === undefined ? {} : { ssl: config.ssl }),
    max: config.connectionsMax,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: config.answerMsMax ?? answerMsMaxOf(config.user),
    application_name: 'supercargo',
    // BEGIN, the tenant and the first statement leave together instead of waiting for one another.
    pipeline: true,
    stream: () => {
      const socket = new TurnSocket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const close = async (): Promise<void> => {
    const waited = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, CLOSE_MS_MAX);
    await pool.end();
    clearTimeout(waited);
  };
  return { pool, close };
}
