import { readFileSync } from 'node:fs';
import type { ConnectionConfig, Tls } from './connection.ts';
import { adminUser } from './embedded.ts';
import { ClusterError } from './fault.ts';
import type { Env, Home } from './home.ts';
import { secretFor } from './secrets.ts';

/** Where the database is. Holds no password and no user. */
export type DatabaseAddress = {
  /** `embedded`: the cluster of this home, which we start and stop. `external`: given by DATABASE_… variables. */
  readonly kind: 'embedded' | 'external';
  readonly host: string;
  /** Where its socket of the file system is, which is taken instead of the host where there is one. */
  readonly socketFolder?: string | undefined;
  readonly port: number;
  readonly name: string;
  readonly ssl: Tls;
  /** False behind a pooler in transaction mode (`DATABASE_POOLER=transaction`), where named statements collide. */
  readonly namedStatements: boolean;
};

type GivenUrl = Omit<DatabaseAddress, 'kind' | 'namedStatements'> & {
  readonly user: string;
  readonly password: string;
};

/** The address that DATABASE_URL (or, alone, DATABASE_ADMIN_URL) gives; undefined when neither is set. */
export function externalAddress(env: Env): DatabaseAddress | undefined {
  const variable = isSet(env, 'DATABASE_URL') ? 'DATABASE_URL' : 'DATABASE_ADMIN_URL';
  const given = givenUrl(env, variable);
  if (given === undefined) return undefined;
  const { host, port, name, ssl } = given;
  return { kind: 'external', host, port, name, ssl, namedStatements: !behindPooler(env) };
}

/**
 * The superuser's connection to a database of the cluster, always direct and never through a pooler: for migrations,
 * locks and LISTEN. For an external database it comes from DATABASE_ADMIN_URL, or from DATABASE_URL when that names a
 * user and no pooler is between.
 */
export function adminConfig(address: DatabaseAddress, env: Env, home: Home): ConnectionConfig {
  if (address.kind === 'embedded') {
    const { host, socketFolder, port, name, ssl } = address;
    const password = (): Promise<string> => secretFor(home, 'database_admin');
    return { host: socketFolder ?? host, port, database: name, user: adminUser, password, ssl };
  }
  const direct = givenUrl(env, 'DATABASE_ADMIN_URL') ?? (behindPooler(env) ? undefined : givenUrl(env, 'DATABASE_URL'));
  if (direct === undefined || direct.user === '') {
    throw new ClusterError(
      'address',
      'DATABASE_ADMIN_URL is missing: the direct address, with a user who may create roles.',
    );
  }
  const { host, port, name, ssl, user, password } = direct;
  return { host, port, database: name, user, password: () => Promise.resolve(password), ssl };
}

/** The address as DATABASE_URL says it to another program. Holds no password and no user. */
export function databaseUrl({ host, socketFolder, port, name }: DatabaseAddress): string {
  const socket = socketFolder === undefined ? '' : `?host=${encodeURIComponent(socketFolder)}`;
  return `postgresql://${host}:${port.toString()}/${name}${socket}`;
}

function behindPooler(env: Env): boolean {
  const pooler = env['DATABASE_POOLER'];
  if (pooler === undefined || pooler === '') return false;
  if (pooler === 'transaction') return true;
  throw new ClusterError('address', 'DATABASE_POOLER can only be "transaction".');
}

function isSet(env: Env, variable: string): boolean {
  return env[variable] !== undefined && env[variable] !== '';
}

/** Reads a postgresql:// URL. Faults name the variable and the part, never the content: it may hold a password. */
function givenUrl(env: Env, variable: 'DATABASE_URL' | 'DATABASE_ADMIN_URL'): GivenUrl | undefined {
  const text = env[variable];
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new ClusterError('address', `${variable} is not a postgresql:// address.`);
  }
  const options = urlOptions(url, variable);
  const host = options.get('host') ?? decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'), variable);
  const name = decoded(url.pathname.slice(1), variable);
  if (host === '') throw new ClusterError('address', `${variable} names no host.`);
  if (name === '') throw new ClusterError('address', `${variable} names no database.`);
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    name,
    ssl: tlsOf(options, variable),
    user: decoded(url.username, variable),
    password: decoded(url.password, variable),
  };
}

const knownOptions = ['host', 'sslmode', 'sslrootcert'];

function urlOptions(url: URL, variable: string): URLSearchParams {
  for (const name of url.searchParams.keys()) {
    if (knownOptions.includes(name)) continue;
    throw new ClusterError(
      'address',
      `${variable} has an option we do not know; known are ${knownOptions.join(', ')}.`,
    );
  }
  return url.searchParams;
}

/** The sslmode of libpq (PostgreSQL documentation 32.19): those that fall back to clear text are not accepted. */
function tlsOf(options: URLSearchParams, variable: string): Tls {
  const mode = options.get('sslmode') ?? 'disable';
  const file = options.get('sslrootcert');
  switch (mode) {
    case 'disable':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-full':
      return { rejectUnauthorized: true, ...(file === null ? {} : { ca: rootCertificate(file, variable) }) };
    default:
      throw new ClusterError('address', `${variable}: sslmode must be disable, require or verify-full.`);
  }
}

function rootCertificate(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ClusterError('address', `${variable}: sslrootcert cannot be read.`, { cause: error });
  }
}

function decoded(text: string, variable: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ClusterError('address', `${variable} has a percent sign that encodes nothing.`);
  }
}
