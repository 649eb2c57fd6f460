import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';
import type { DatabaseAddress } from './address.ts';
import type { ConnectionConfig } from './connection.ts';
import { withClient } from './connection.ts';
import { ClusterError, codeOf } from './fault.ts';
import type { Env, Home } from './home.ts';
import { scramVerifier, verifierMatches } from './scram.ts';
import type { PasswordSource } from './secrets.ts';
import { secretFor, secretFromFile } from './secrets.ts';

/** The database logins, one for each kind of program; created by the migrations without a password. */
export const LOGINS = [
  ...SERVERS.map((server) => `supercargo_${server}` as const),
  ...CUSTOMER_SERVERS.map((server) => `supercargo_${server}_customer` as const),
  'supercargo_terminal',
  'supercargo_console',
  'supercargo_importer',
  'supercargo_auditor',
] as const;

export type Login = (typeof LOGINS)[number];

/** Where the passwords of some logins come from. */
export type LoginPasswords = Readonly<Partial<Record<Login, PasswordSource>>>;

/** The connection of one login, with what `pg.Client` and `pg.Pool` take. */
export function loginConfig(address: DatabaseAddress, login: Login, env: Env, home: Home): ConnectionConfig {
  const { host, socketFolder, port, name, ssl } = address;
  return { host: socketFolder ?? host, port, database: name, user: login, password: passwordOf(login, env, home), ssl };
}

/** The passwords of all logins, to be set by `migrate`. */
export function loginPasswords(env: Env, home: Home): LoginPasswords {
  return Object.fromEntries(LOGINS.map((login) => [login, passwordOf(login, env, home)]));
}

/**
 * A login's password: `DATABASE_PASSWORD_INVENTORY_FILE` (read at each connection, so that it can be rotated without a
 * restart), else `DATABASE_PASSWORD_INVENTORY`, else generated and kept in the home.
 */
function passwordOf(login: Login, env: Env, home: Home): PasswordSource {
  const variable = `DATABASE_PASSWORD_${login.slice('supercargo_'.length).toUpperCase()}`;
  const file = env[`${variable}_FILE`];
  const given = env[variable];
  if (file !== undefined && file !== '') {
    if (given !== undefined && given !== '') {
      throw new ClusterError('secret', `Set either ${variable} or ${variable}_FILE, not both.`);
    }
    return async () => printable(await secretFromFile(file), `${variable}_FILE`);
  }
  if (given !== undefined && given !== '') return () => Promise.resolve(printable(given, variable));
  return () => secretFor(home, `database_${login}`);
}

/**
 * Gives the roles these passwords. A role that has its password already is left alone, and so is one that does not
 * exist (a database without our first migration). Statements carry a verifier, never the password.
 */
export async function setLoginPasswords(admin: ConnectionConfig, passwords: LoginPasswords): Promise<readonly Login[]> {
  return withClient(admin, async (client) => {
    const changed: Login[] = [];
    const existing = await client.query<{ rolname: string }>(
      'SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY ($1) AND rolcanlogin',
      [LOGINS],
    );
    for (const login of LOGINS.filter((name) => existing.rows.some((row) => row.rolname === name))) {
      const password = await passwords[login]?.();
      if (password === undefined) continue;
      const stored = await storedVerifier((text, values) => client.query<{ rolpassword: string }>(text, values), login);
      if (stored !== undefined && (await verifierMatches(stored, password))) continue;
      await client.query(`ALTER ROLE ${login} PASSWORD '${await scramVerifier(password)}'`);
      changed.push(login);
    }
    return changed;
  });
}

type VerifierQuery = (text: string, values: string[]) => Promise<{ readonly rows: { rolpassword: string }[] }>;

/** Hosted databases hide stored passwords even from administrators; then the password is simply set again. */
async function storedVerifier(query: VerifierQuery, login: Login): Promise<string | undefined> {
  try {
    const answer = await query(
      'SELECT rolpassword FROM pg_catalog.pg_authid WHERE rolname = $1 AND rolpassword IS NOT NULL',
      [login],
    );
    return answer.rows[0]?.rolpassword;
  } catch (error) {
    if (codeOf(error) === '42501') return undefined;
    throw error;
  }
}

/** Clients disagree about the normal form of other characters (SASLprep, RFC 4013). */
function printable(password: string, variable: string): string {
  if (/^[\x21-\x7e]{1,1024}$/.test(password)) return password;
  throw new ClusterError('secret', `${variable} must be 1 to 1024 printable ASCII characters without spaces.`);
}
