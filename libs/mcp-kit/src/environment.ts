import { busyConnections } from '@supercargo/cluster';
import { LOG_LEVELS } from '@supercargo/observe';
import * as z from 'zod';
import { isConsoleOrigin } from './console-origin.ts';
import { limitsAccepted, limitVariables, passwordHasPlace } from './limits/limits-config.ts';
import { LEASE_MS } from './remote/run-remote.ts';

/** Several with commas between them. */
const List = z
  .string()
  .max(4_000)
  .default('')
  .transform((text) => text.split(',').filter((one) => one !== ''));
const Path = z.string().min(1).max(4_000).optional();
const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .pipe(z.coerce.number<string>().max(65_535));

/** What a server reads of its environment, and what each variable is where it is not set. */
export const Environment = z
  .object({
    SUPERCARGO_PROFILE: z.enum(['local', 'internal', 'customer']).default('local'),
    SUPERCARGO_AUTH_FILE: Path,
    SUPERCARGO_HTTP_HOST: z.string().min(1).max(253).default('127.0.0.1'),
    SUPERCARGO_HTTP_NAMES: List.pipe(z.array(z.string().regex(/^[a-z0-9.[\]:-]{1,260}$/))),
    SUPERCARGO_HTTP_ORIGINS: List.pipe(z.array(z.string().regex(/^https?:\/\/[a-z0-9.[\]:-]{1,260}$/))),
    SUPERCARGO_TLS_CERT_FILE: Path,
    SUPERCARGO_TLS_KEY_FILE: Path,
    SUPERCARGO_TLS_CLIENTS: z.enum(['none', 'ask']).default('none'),
    SUPERCARGO_CONSOLE_URL: z.string().refine(isConsoleOrigin).optional(),
    SUPERCARGO_METRICS_PORT: Port.optional(),
    SUPERCARGO_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(64).default(busyConnections()),
    SUPERCARGO_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
    SUPERCARGO_POLL_MS: z.coerce.number().int().min(10).max(60_000).default(250),
    SUPERCARGO_WATCH_MS: z.coerce.number().int().min(10).max(60_000).default(2_000),
    SUPERCARGO_LEASE_MS: z.coerce.number().int().min(10).max(600_000).default(LEASE_MS),
    ...limitVariables,
  })
  .refine(passwordHasPlace, { path: ['SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE'] });
export type Variables = z.output<typeof Environment>;

/** What is accepted for each, in words. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  ...limitsAccepted,
  SUPERCARGO_PROFILE: 'local, internal, customer',
  SUPERCARGO_AUTH_FILE: 'the path of a file',
  SUPERCARGO_HTTP_HOST: 'an address to listen on',
  SUPERCARGO_HTTP_NAMES: 'host names in small letters, with a port where callers write one, and commas between them',
  SUPERCARGO_HTTP_ORIGINS: 'origins such as https://desk.example, with commas between them',
  SUPERCARGO_TLS_CERT_FILE: 'the path of a file',
  SUPERCARGO_TLS_KEY_FILE: 'the path of a file',
  SUPERCARGO_TLS_CLIENTS: 'none, ask',
  SUPERCARGO_CONSOLE_URL:
    'the origin of the console, such as https://console.example, or http:// and a port on this machine, and nothing behind it',
  SUPERCARGO_METRICS_PORT: 'a port from 0 to 65535; 0 takes a free one',
  SUPERCARGO_DATABASE_CONNECTIONS: 'a whole number from 2 to 64',
  SUPERCARGO_LOG_LEVEL: LOG_LEVELS.join(', '),
  SUPERCARGO_POLL_MS: 'whole milliseconds from 10 to 60000',
  SUPERCARGO_WATCH_MS: 'whole milliseconds from 10 to 60000',
  SUPERCARGO_LEASE_MS: 'whole milliseconds from 10 to 600000',
};
