import { parseArgs } from 'node:util';
import { isLoopbackHost } from '@supercargo/kernel';
import { readSettingsFile, SettingsError, type ConsoleSettings } from './settings.ts';

export interface Options {
  readonly port: number;
  readonly settings: ConsoleSettings;
}

/** What is not accepted, said without its value. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export const USAGE = `usage: console [--port <number>] [--settings <file>]

The page on which a person other than the requester decides, signed in. It listens on this machine only; where people reach it from
elsewhere, a proxy that ends TLS stands before it and hands on their Host header.

  --port <number>      0 takes a free one (default: the port of its origin, where that is on this machine)
  --settings <file>    its origin, the issuer that signs people in and its client there, as JSON (default: SUPERCARGO_CONSOLE_FILE)
  --help               this text

When it is ready it prints one line: {"console":"ready","origin":"<origin>"}`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { help: { type: 'boolean' }, port: TEXT, settings: TEXT } as const;

type Env = Readonly<Record<string, string | undefined>>;

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch {
    throw new OptionsError(USAGE);
  }
}

function settingsOf(file: string): ConsoleSettings {
  try {
    return readSettingsFile(file);
  } catch (error) {
    throw error instanceof SettingsError ? new OptionsError(error.message) : error;
  }
}

function portOf(given: string | undefined, { origin }: ConsoleSettings): number {
  if (given !== undefined) {
    if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
    throw new OptionsError('--port takes a whole number from 0 to 65535');
  }
  const url = new URL(origin);
  if (isLoopbackHost(url.hostname) && url.port !== '') return Number(url.port);
  throw new OptionsError('--port is missing: the origin of the settings is no address with a port on this machine');
}

/** Reads arguments and environment; undefined where help was asked for. Throws an OptionsError that says what is accepted. */
export function readOptions(args: readonly string[], env: Env): Options | undefined {
  const { help, port, settings: given } = parsed(args);
  if (help === true) return undefined;
  const file = given ?? env['SUPERCARGO_CONSOLE_FILE'];
  if (file === undefined || file === '') {
    throw new OptionsError(`SUPERCARGO_CONSOLE_FILE or --settings must name a file\n\n${USAGE}`);
  }
  const settings = settingsOf(file);
  return { port: portOf(port, settings), settings };
}
