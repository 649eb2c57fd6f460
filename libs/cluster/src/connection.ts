import pg from 'pg';
import type { PasswordSource } from './secrets.ts';

/** How a connection is encrypted: not at all, or with these rules of Node's tls.connect. */
export type Tls = false | { readonly rejectUnauthorized: boolean; readonly ca?: string; readonly servername?: string };

/** What `pg.Client` and `pg.Pool` take. The password is a function, so that printing the configuration shows none. */
export type ConnectionConfig = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: PasswordSource;
  readonly ssl: Tls;
};

const connectMsMax = 10_000;

/** Runs `work` with one connection that is closed afterwards. */
export async function withClient<T>(config: ConnectionConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: connectMsMax });
  // An unheard 'error' event would end the process; the query under way rejects with the same error.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
