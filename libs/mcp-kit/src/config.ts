import type { LogLevel } from '@supercargo/observe';
import { PersonId, TenantId } from '@supercargo/kernel';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ACCEPTED, Environment, type Variables } from './environment.ts';
import { limitsOf, type LimitsConfig } from './limits/limits-config.ts';

/** Upper bounds on the tools of a server: what is named here can only be taken away. */
export interface Narrowing {
  /** Only tools that read: nothing is asked for, and no request is withdrawn. */
  readonly readOnly: boolean;
  /** Only the tools with these names. Null: all. */
  readonly tools: readonly string[] | null;
}

/** Whom a process serves: by its profile, and never both. */
export type Faces = 'staff' | 'customers';

/** Where a server is reached over HTTP, and by whose word. */
export interface HttpConfig {
  readonly mode: 'http';
  readonly faces: Faces;
  readonly host: string;
  readonly port: number;
  /** Names that `Host` may have, beside that of the resource. */
  readonly names: readonly string[];
  readonly origins: readonly string[];
  /** The file that says whose tokens are accepted. */
  readonly authFile: string;
  /** Where the staff decide, signed in; undefined: on a terminal alone. */
  readonly consoleOrigin: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string; readonly askClients: boolean } | undefined;
  readonly narrowing: Narrowing;
  readonly watchMs: number;
  readonly logLevel: LogLevel;
  /** Where metrics are told, on loopback; 0 takes a free one. Undefined: nowhere. */
  readonly metricsPort: number | undefined;
  /** How many it has to its database. */
  readonly databaseConnections: number;
  readonly limits: LimitsConfig;
}

/** What a server process was told to do. */
export type ServerConfig =
  | {
      readonly mode: 'stdio';
      readonly person: string;
      readonly tenant: TenantId;
      readonly agent: string;
      readonly narrowing: Narrowing;
      readonly consoleOrigin: string | undefined;
      readonly watchMs: number;
      readonly logLevel: LogLevel;
      readonly limits: LimitsConfig;
    }
  | HttpConfig
  | {
      readonly mode: 'worker';
      readonly pollMs: number;
      readonly leaseMs: number;
      readonly logLevel: LogLevel;
      readonly metricsPort: number | undefined;
    }
  | { readonly mode: 'definitions'; readonly faces: Faces; readonly narrowing: Narrowing }
  | { readonly mode: 'import'; readonly rest: readonly string[]; readonly logLevel: LogLevel };

/** A configuration that is not accepted: names what is wrong and never shows a value. The process does not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const PREFIX = 'SUPERCARGO_';

const KNOWN: ReadonlySet<string> = new Set([
  'SUPERCARGO_HOME',
  ...Object.keys(Environment.shape),
  // Read by what a server makes to reach its foreign system.
  'SUPERCARGO_RAIL_URL',
  'SUPERCARGO_RAIL_TOKEN_FILE',
]);

/** An unknown variable with our prefix is an error: a typo must not switch a control off. */
export function checkPrefix(env: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(env).filter((name) => name.startsWith(PREFIX) && !KNOWN.has(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(`unknown variable ${unknown.join(', ')}; known are ${[...KNOWN].join(', ')}`);
}

const USAGE =
  'usage: stdio --as <person>@<tenant> [--agent <id>] [--read-only] [--tools <name>,…] | http --port <n> [--read-only] [--tools <name>,…] | worker | import <source> … | definitions [--read-only] [--tools <name>,…]';

function parseAs(as: string | undefined): { readonly person: string; readonly tenant: TenantId } {
  const [person, tenant, ...more] = (as ?? '').split('@');
  const parsed = { person: PersonId.safeParse(person), tenant: TenantId.safeParse(tenant) };
  if (more.length > 0 || !parsed.person.success || !parsed.tenant.success) {
    throw new ConfigurationError('--as takes a person and a tenant, such as mara@acme');
  }
  return { person: parsed.person.data, tenant: parsed.tenant.data };
}

/** Given twice, the second would widen what the first narrowed; so it is given once. */
function parseTools(given: readonly string[] | undefined): Narrowing['tools'] {
  if (given === undefined) return null;
  const [list, ...more] = given;
  const names = (list ?? '').split(',');
  if (more.length === 0 && names.every((name) => /^[a-zA-Z0-9_-]{1,64}$/.test(name))) return names;
  throw new ConfigurationError('--tools is given once, with names of tools, such as --tools get_stock,list_low_stock');
}

const NARROWING = {
  'read-only': { type: 'boolean', default: false },
  tools: { type: 'string', multiple: true },
} as const;

/** What the arguments say by these options and no others. */
function parseOptions<O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ options: O }>>['values'] {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch {
    throw new ConfigurationError(USAGE);
  }
}

function parseNarrowing(args: readonly string[]): Narrowing {
  const values = parseOptions(args, NARROWING);
  return { readOnly: values['read-only'], tools: parseTools(values.tools) };
}

type StdioWords = Pick<Extract<ServerConfig, { readonly mode: 'stdio' }>, 'agent' | 'narrowing'>;

function parseStdio(args: readonly string[]): StdioWords & { readonly as: string | undefined } {
  const agent = { type: 'string', default: 'unnamed agent' } as const;
  const values = parseOptions(args, { ...NARROWING, as: { type: 'string' }, agent } as const);
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/.test(values.agent)) {
    throw new ConfigurationError('--agent takes up to 64 letters, digits, spaces and . _ -');
  }
  const narrowing = { readOnly: values['read-only'], tools: parseTools(values.tools) };
  return { as: values.as, agent: values.agent, narrowing };
}

function parseTls(env: Variables): HttpConfig['tls'] {
  const { SUPERCARGO_TLS_CERT_FILE: certFile, SUPERCARGO_TLS_KEY_FILE: keyFile } = env;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile !== undefined && keyFile !== undefined) {
    return { certFile, keyFile, askClients: env.SUPERCARGO_TLS_CLIENTS === 'ask' };
  }
  throw new ConfigurationError('SUPERCARGO_TLS_CERT_FILE and SUPERCARGO_TLS_KEY_FILE are given both, or neither');
}

/** Whom a process of this profile serves. */
function facesOf({ SUPERCARGO_PROFILE: profile }: Variables): Faces {
  return profile === 'customer' ? 'customers' : 'staff';
}

function parseHttp(args: readonly string[], env: Variables): HttpConfig {
  const values = parseOptions(args, { ...NARROWING, port: { type: 'string' } } as const);
  const port = /^\d{1,5}$/.test(values.port ?? '') ? Number(values.port) : 65_536;
  if (port > 65_535) throw new ConfigurationError('--port takes a number from 0 to 65535; 0 takes a free one');
  if (env.SUPERCARGO_PROFILE === 'local') {
    throw new ConfigurationError(
      'http is served to staff in SUPERCARGO_PROFILE=internal and to customers in customer; local is for stdio',
    );
  }
  if (env.SUPERCARGO_AUTH_FILE === undefined) {
    throw new ConfigurationError('SUPERCARGO_AUTH_FILE is needed: it says whose tokens are accepted');
  }
  return {
    faces: facesOf(env),
    ...{ mode: 'http', host: env.SUPERCARGO_HTTP_HOST, port, authFile: env.SUPERCARGO_AUTH_FILE, tls: parseTls(env) },
    ...{ names: env.SUPERCARGO_HTTP_NAMES, origins: env.SUPERCARGO_HTTP_ORIGINS },
    consoleOrigin: env.SUPERCARGO_CONSOLE_URL,
    narrowing: { readOnly: values['read-only'], tools: parseTools(values.tools) },
    ...{ watchMs: env.SUPERCARGO_WATCH_MS, logLevel: env.SUPERCARGO_LOG_LEVEL },
    ...{ metricsPort: env.SUPERCARGO_METRICS_PORT, databaseConnections: env.SUPERCARGO_DATABASE_CONNECTIONS },
    limits: limitsOf(env),
  };
}

/** Reads arguments and environment once. Throws a ConfigurationError that says what is accepted. */
export function readServerConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServerConfig {
  checkPrefix(env);
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? 'the environment');
    throw new ConfigurationError(`${name} is not accepted; accepted: ${ACCEPTED[name] ?? 'see the documentation'}`);
  }
  const { SUPERCARGO_LOG_LEVEL: logLevel, SUPERCARGO_POLL_MS: pollMs, SUPERCARGO_WATCH_MS: watchMs } = parsed.data;
  const [mode, ...rest] = args;
  if (mode === 'worker' && rest.length === 0) {
    const { SUPERCARGO_LEASE_MS: leaseMs, SUPERCARGO_METRICS_PORT: metricsPort } = parsed.data;
    return { mode, pollMs, leaseMs, logLevel, metricsPort };
  }
  if (mode === 'definitions') return { mode, faces: facesOf(parsed.data), narrowing: parseNarrowing(rest) };
  if (mode === 'import') return { mode, rest, logLevel };
  if (mode === 'http') return parseHttp(rest, parsed.data);
  if (mode !== 'stdio') throw new ConfigurationError(USAGE);
  if (parsed.data.SUPERCARGO_PROFILE !== 'local') {
    throw new ConfigurationError('stdio is served in SUPERCARGO_PROFILE=local: it asks for no token');
  }
  const { as, ...words } = parseStdio(rest);
  const { SUPERCARGO_CONSOLE_URL: consoleOrigin } = parsed.data;
  return { mode, ...parseAs(as), ...words, consoleOrigin, watchMs, logLevel, limits: limitsOf(parsed.data) };
}
