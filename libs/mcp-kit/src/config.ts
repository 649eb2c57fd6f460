import { LOG_LEVELS, type LogLevel } from '@supercargo/observe';
import { PersonId, TenantId } from '@supercargo/kernel';
import { parseArgs } from 'node:util';
import * as z from 'zod';

/** What a server process was told to do. */
export type ServerConfig =
  | {
      readonly mode: 'stdio';
      readonly person: string;
      readonly tenant: TenantId;
      readonly agent: string;
      readonly logLevel: LogLevel;
    }
  | { readonly mode: 'worker'; readonly pollMs: number; readonly logLevel: LogLevel }
  | { readonly mode: 'definitions' }
  | { readonly mode: 'import'; readonly rest: readonly string[]; readonly logLevel: LogLevel };

/** A configuration that is not accepted: names what is wrong and never shows a value. The process does not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const PREFIX = 'SUPERCARGO_';
const KNOWN: ReadonlySet<string> = new Set([
  'SUPERCARGO_HOME',
  'SUPERCARGO_PROFILE',
  'SUPERCARGO_LOG_LEVEL',
  'SUPERCARGO_POLL_MS',
]);

const Environment = z.object({
  SUPERCARGO_PROFILE: z.literal('local').default('local'),
  SUPERCARGO_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  SUPERCARGO_POLL_MS: z.coerce.number().int().min(10).max(60_000).default(250),
});

const ACCEPTED: Readonly<Record<string, string>> = {
  SUPERCARGO_PROFILE: 'local (the others are not available yet)',
  SUPERCARGO_LOG_LEVEL: LOG_LEVELS.join(', '),
  SUPERCARGO_POLL_MS: 'whole milliseconds from 10 to 60000',
};

/** An unknown variable with our prefix is an error: a typo must not switch a control off. */
export function checkPrefix(env: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(env).filter((name) => name.startsWith(PREFIX) && !KNOWN.has(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(`unknown variable ${unknown.join(', ')}; known are ${[...KNOWN].join(', ')}`);
}

const USAGE = 'usage: stdio --as <person>@<tenant> [--agent <id>] | worker | import <source> … | definitions';

function parseAs(as: string | undefined): { readonly person: string; readonly tenant: TenantId } {
  const [person, tenant, ...more] = (as ?? '').split('@');
  const parsed = { person: PersonId.safeParse(person), tenant: TenantId.safeParse(tenant) };
  if (more.length > 0 || !parsed.person.success || !parsed.tenant.success) {
    throw new ConfigurationError('--as takes a person and a tenant, such as mara@acme');
  }
  return { person: parsed.person.data, tenant: parsed.tenant.data };
}

function parseStdio(args: readonly string[]): { readonly as: string | undefined; readonly agent: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { as: { type: 'string' }, agent: { type: 'string', default: 'unnamed agent' } },
      strict: true,
    });
    if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/.test(values.agent)) {
      throw new ConfigurationError('--agent takes up to 64 letters, digits, spaces and . _ -');
    }
    return { as: values.as, agent: values.agent };
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(USAGE);
  }
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
  const { SUPERCARGO_LOG_LEVEL: logLevel, SUPERCARGO_POLL_MS: pollMs } = parsed.data;
  const [mode, ...rest] = args;
  if (mode === 'worker' && rest.length === 0) return { mode, pollMs, logLevel };
  if (mode === 'definitions' && rest.length === 0) return { mode };
  if (mode === 'import') return { mode, rest, logLevel };
  if (mode !== 'stdio') throw new ConfigurationError(USAGE);
  const { as, agent } = parseStdio(rest);
  return { mode, ...parseAs(as), agent, logLevel };
}
