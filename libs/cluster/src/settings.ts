import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** `test` trades the promise that committed data survives a power cut for speed; never for data anyone wants back. */
export type Durability = 'full' | 'test';

const firstPort = 15_432;
const portSpan = 4_000;
const portsTriedMax = 40;
/** A start can fail for a moment because children of a killed server are still going; that is no reason to move. */
const lastPortAttempts = 3;

/** The part of PostgreSQL's configuration that is written anew at each start. */
export function settingsText(port: number, durability: Durability, socketFolder: string | undefined): string {
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketFolder === undefined ? '' : `"${socketFolder}"`,
    unix_socket_permissions: '0700',
    cluster_name: 'supercargo',
    max_connections: '200',
    shared_buffers: '128MB',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    log_line_prefix: '%m [%p] %u@%d ',
    // Statements and details carry values, and values do not belong in a log.
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(durability === 'test' ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  return `# Written at each start. Put settings of your own into postgresql.auto.conf with ALTER SYSTEM.\n${lines.join('\n')}\n`;
}

/**
 * Ports to try, best first: the one from last time (more than once), then a run of ports that differs from name to name, such as the path of a home, and lies below
 * those the system hands out to outgoing connections. Only free ones are given; each can be taken a moment later.
 */
export async function* freePorts(lastPort: number | undefined, name: string): AsyncGenerator<number> {
  for (let attempt = 0; attempt < lastPortAttempts; attempt += 1) {
    if (lastPort !== undefined && (await portIsFree(lastPort))) yield lastPort;
  }
  const offset = createHash('sha256').update(name).digest().readUInt32BE(0) % portSpan;
  for (let step = 0; step < portsTriedMax; step += 1) {
    const port = firstPort + ((offset + step) % portSpan);
    if (port !== lastPort && (await portIsFree(port))) yield port;
  }
}

/** Whether nobody listens on this port of this machine. */
export async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
