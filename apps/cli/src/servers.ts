import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf, type Env } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { UsageError } from './fault.ts';

export function serverNamed(name: string): ServerName {
  const server = SERVERS.find((known) => known === name);
  if (server !== undefined) return server;
  throw new UsageError(`there is no server ${JSON.stringify(name)}; there are ${SERVERS.join(', ')}`);
}

/** The file that a server's process runs. Absolute, so that whoever starts it may stand anywhere. */
export function serverMain(server: ServerName): string {
  return join(checkoutOf(), 'apps', server, 'src', 'main.ts');
}

/** The Node that came with the packages, by the path of the binary itself; where none came, the one that runs this. */
export function nodeBinary(): string {
  const modules = join(checkoutOf(), 'node_modules');
  const candidates = [join(modules, '.bin', 'node'), join(modules, `node-win-${process.arch}`, 'bin', 'node.exe')];
  const found = candidates.find((path) => existsSync(path));
  return realpathSync(found ?? process.execPath);
}

/** What a server's process, or the console's, is given of this one's environment: everything but the credentials of other programs and the port of its metrics. */
export function serverEnv(
  env: Env,
  server: ServerName | `${ServerName}_customer` | 'console',
  homePath: string,
): NodeJS.ProcessEnv {
  const own = `DATABASE_PASSWORD_${server.toUpperCase()}`;
  const kept = Object.entries(env).filter(([name]) => {
    if (name.startsWith('DATABASE_PASSWORD_')) return name === own || name === `${own}_FILE`;
    // One port for metrics would let the first process start and no other.
    if (name === 'SUPERCARGO_METRICS_PORT') return false;
    // It is looked at only where no other address is given.
    return name !== 'DATABASE_ADMIN_URL' || (env['DATABASE_URL'] ?? '') === '';
  });
  return { ...Object.fromEntries(kept), SUPERCARGO_HOME: homePath };
}

/** What a server needs to find its database, where the installation's is somewhere else. */
export function databaseVariables(env: Env, server: ServerName): Readonly<Record<string, string>> {
  const password = `DATABASE_PASSWORD_${server.toUpperCase()}`;
  return Object.fromEntries(
    ['DATABASE_URL', 'DATABASE_POOLER', password, `${password}_FILE`].flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
