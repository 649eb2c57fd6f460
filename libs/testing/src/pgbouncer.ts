import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

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

const READY_MS_MAX = 10_000;
const INSTALL_MS_MAX = 180_000;
// Debian keeps it outside the PATH of ordinary users.
const SEARCH = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
];

/**
 * Starts a real PgBouncer in transaction mode, as strict as it can be: no named statements are carried from one server connection to
 * another. Installs it where we are root and Debian's packages can be had. Stop it when done.
 */
export async function startPgBouncer(options: PoolerOptions): Promise<Pooler> {
  const program = (await find()) ?? (await install());
  if (program === undefined) {
    return { kind: 'absent', why: 'PgBouncer is not installed, and could not be (root and apt-get are needed)' };
  }
  const account = process.getuid?.() === 0 ? await otherAccount() : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'supercargo-pgbouncer-'));
  const port = await freePort();
  const files = {
    'pgbouncer.ini': settings(options, port, folder),
    // Lets it speak SCRAM to both sides. Written with the file's mode, never after it.
    'users.txt': options.users.map(({ user, password }) => `"${user}" "${password}"`).join('\n'),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), `${text}\n`, { mode: 0o600 });
    if (account !== undefined) await chown(join(folder, name), account.uid, account.gid);
  }
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  const process_ = spawn(program, ['--quiet', join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
    cwd: folder,
    ...account,
  });
  const stop = async (): Promise<void> => {
    await ended(process_);
    await rm(folder, { recursive: true, force: true });
  };
  if (await answers(process_, port)) return { kind: 'running', port, stop };
  await stop();
  return { kind: 'absent', why: 'PgBouncer was found and does not start' };
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

async function find(): Promise<string | undefined> {
  for (const folder of SEARCH.filter((each) => each !== '')) {
    const program = join(folder, 'pgbouncer');
    const found = await run(program, ['--version']).then(
      () => true,
      () => false,
    );
    if (found) return program;
  }
  return undefined;
}

async function install(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  // A run level in which services are not started: the package brings one that would listen on its own port.
  const options = {
    timeout: INSTALL_MS_MAX,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  const get = (...words: string[]): Promise<boolean> =>
    run('apt-get', ['-qq', ...words], options).then(
      () => true,
      () => false,
    );
  const wanted = ['install', '-y', '--no-install-recommends', 'pgbouncer'];
  const installed = (await get(...wanted)) || ((await get('update')) && (await get(...wanted)));
  return installed ? find() : undefined;
}

/** PgBouncer refuses to run as root. */
async function otherAccount(): Promise<{ uid: number; gid: number }> {
  for (const name of ['supercargo', 'nobody']) {
    const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name]))).catch(() => undefined);
    const [uid, gid] = (ids ?? []).map(({ stdout }) => Number(stdout.trim()));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('there is no account that is not root');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const until = Date.now() + READY_MS_MAX;
  child.on('error', () => undefined);
  while (Date.now() < until && child.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return true;
    await sleep(50);
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await Promise.race([gone, sleep(2_000).then(() => child.kill('SIGKILL'))]);
}
