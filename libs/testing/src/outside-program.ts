import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const READY_MS_MAX = 10_000;
const INSTALL_MS_MAX = 180_000;
// Debian keeps some outside the PATH of ordinary users.
const SEARCH = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
];

/** The path of a program: one that is here, or else of Debian’s package of that name, where we are root and packages can be had. */
export async function findOrInstall(program: string, debianPackage: string): Promise<string | undefined> {
  return (await find(program)) ?? ((await install(debianPackage)) ? find(program) : undefined);
}

async function find(program: string): Promise<string | undefined> {
  for (const folder of SEARCH.filter((each) => each !== '')) {
    const path = join(folder, program);
    const found = await run(path, ['--version']).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

async function install(debianPackage: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  // A run level in which services are not started: packages bring one that would listen on its own port.
  const options = {
    timeout: INSTALL_MS_MAX,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  const get = (...words: string[]): Promise<boolean> =>
    run('apt-get', ['-qq', ...words], options).then(
      () => true,
      () => false,
    );
  // Another test file may be installing at the same time.
  const wanted = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', debianPackage];
  if (await get(...wanted)) return true;
  await get('update');
  return get(...wanted);
}

/** A folder with files that only whoever runs the program can read, and the account that it is run by. */
export interface ProgramFolder {
  readonly path: string;
  /** One that is not root, where we are root: servers of others do without, and some refuse to start with it. */
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
  /** Writes a file with its mode, never after it. */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

export async function programFolder(name: string): Promise<ProgramFolder> {
  const account = process.getuid?.() === 0 ? await otherAccount() : undefined;
  const path = await mkdtemp(join(tmpdir(), `supercargo-${name}-`));
  if (account !== undefined) await chown(path, account.uid, account.gid);
  return {
    ...{ path, account },
    write: async (file, text) => {
      const whole = join(path, file);
      await writeFile(whole, text, { mode: 0o600 });
      if (account !== undefined) await chown(whole, account.uid, account.gid);
      return whole;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

async function otherAccount(): Promise<{ uid: number; gid: number }> {
  for (const name of ['supercargo', 'nobody']) {
    const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name]))).catch(() => undefined);
    const [uid, gid] = (ids ?? []).map(({ stdout }) => Number(stdout.trim()));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('there is no account that is not root');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Starts a program that listens on a port of this machine; undefined where it does not come to that. */
export async function startListening(
  program: string,
  args: readonly string[],
  { path, account }: ProgramFolder,
  port: number,
): Promise<ChildProcess | undefined> {
  const child = spawn(program, args, { stdio: 'ignore', cwd: path, ...account });
  if (await answers(child, port)) return child;
  await endChild(child);
  return undefined;
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

/** Ends it, kindly first. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const late = new AbortController();
  const kill = sleep(2_000, undefined, { signal: late.signal }).then(() => child.kill('SIGKILL'));
  await Promise.race([gone, kill.catch(() => undefined)]);
  late.abort();
}
