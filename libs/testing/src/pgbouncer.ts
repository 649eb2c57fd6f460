import { join } from 'node:path';
import { endChild, findOrInstall, freePort, programFolder, startListening } from './outside-program.ts';

/** What the pooler stands in front of: one database, and the logins that may come through it. */
export interface PoolerOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  /** Connections to PostgreSQL for each login: few, so that clients have to share them. */
  readonly serverConnections: number;
}

export type Pooler =
  | { readonly kind: 'running'; readonly port: number; stop(): Promise<void> }
  /** Why there is none on this machine, in a sentence for people. */
  | { readonly kind: 'absent'; readonly why: string };

/**
 * Starts a real PgBouncer in transaction mode, as strict as it can be: no named statements are carried from one server connection to
 * another. Installs it where we are root and Debian's packages can be had. Stop it when done.
 */
export async function startPgBouncer(options: PoolerOptions): Promise<Pooler> {
  const program = await findOrInstall('pgbouncer', 'pgbouncer');
  if (program === undefined) {
    return { kind: 'absent', why: 'PgBouncer is not installed, and could not be (root and apt-get are needed)' };
  }
  const folder = await programFolder('pgbouncer');
  const port = await freePort();
  const file = await folder.write('pgbouncer.ini', `${settings(options, port, folder.path)}\n`);
  // Lets it speak SCRAM to both sides.
  const users = options.users.map(({ user, password }) => `"${user}" "${password}"`).join('\n');
  await folder.write('users.txt', `${users}\n`);
  const child = await startListening(program, ['--quiet', file], folder, port);
  if (child === undefined) {
    await folder.remove();
    return { kind: 'absent', why: 'PgBouncer was found and does not start' };
  }
  const stop = async (): Promise<void> => {
    await endChild(child);
    await folder.remove();
  };
  return { kind: 'running', port, stop };
}

function settings({ host, port, database, serverConnections }: PoolerOptions, own: number, folder: string): string {
  return `[databases]
${database} = host=${host} port=${port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = ${serverConnections}
max_client_conn = 500
query_wait_timeout = 60
logfile = ${join(folder, 'pgbouncer.log')}`;
}
