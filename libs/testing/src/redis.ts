import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { endChild, findOrInstall, freePort, programFolder, startListening } from './outside-program.ts';

/** Certificate and key, as PEM, of a Redis that is reached over TLS alone. */
export interface RedisTls {
  readonly cert: string;
  readonly key: string;
}

/** A Redis of a test's own, which forgets everything when it ends. */
export interface RunningRedis {
  readonly kind: 'running';
  readonly port: number;
  readonly password: string;
  /** Ends it without a word, as kill -9 does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with the same password unless another is given. Resolves when it listens. */
  start(password?: string): Promise<void>;
  /** Holds it still, and lets it go on: it listens, and does not answer. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export type Redis =
  | RunningRedis
  /** Why there is none on this machine, in a sentence for people. */
  | { readonly kind: 'absent'; readonly why: string };

function settings(port: number, password: string, folder: string, tls: RedisTls | undefined): string {
  const listening =
    tls === undefined
      ? [`port ${port}`]
      : ['port 0', `tls-port ${port}`, 'tls-cert-file cert.pem', 'tls-key-file key.pem', 'tls-auth-clients no'];
  return [
    ...['bind 127.0.0.1', ...listening, `requirepass ${password}`, 'daemonize no', `dir ${folder}`],
    // One who may count limits and nothing else, with the same password.
    `user counter on >${password} ~supercargo:limits:* +eval +get +incr +pexpire +pttl`,
    // Nothing is kept on the disk: what counts within seconds need not outlive it.
    ...['save ""', 'appendonly no'],
  ].join('\n');
}

/** Starts a real Redis with a password. Installs it where we are root and Debian's packages can be had. Stop it when done. */
export async function startRedis({ tls }: { readonly tls?: RedisTls } = {}): Promise<Redis> {
  const program = await findOrInstall('redis-server', 'redis-server');
  if (program === undefined) {
    return { kind: 'absent', why: 'Redis is not installed, and could not be (root and apt-get are needed)' };
  }
  const folder = await programFolder('redis');
  for (const part of ['cert', 'key'] as const) if (tls !== undefined) await folder.write(`${part}.pem`, tls[part]);
  const port = await freePort();
  const first = randomBytes(24).toString('base64url');
  let child: ChildProcess | undefined;
  const start = async (password = first): Promise<void> => {
    const file = await folder.write('redis.conf', `${settings(port, password, folder.path, tls)}\n`);
    child = await startListening(program, [file], folder, port);
    if (child === undefined) throw new Error('Redis was found and does not start');
  };
  const signal = (name: NodeJS.Signals): void => {
    child?.kill(name);
  };
  await start();
  return {
    ...{ kind: 'running', port, password: first, start },
    kill: async () => {
      const gone = child === undefined ? undefined : once(child, 'exit');
      signal('SIGKILL');
      await gone;
    },
    freeze: () => {
      signal('SIGSTOP');
    },
    thaw: () => {
      signal('SIGCONT');
    },
    stop: async () => {
      if (child !== undefined) await endChild(child);
      await folder.remove();
    },
  };
}
