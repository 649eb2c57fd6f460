import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readSettings, SettingsError, type Settings } from './settings.ts';

export interface Options {
  readonly port: number;
  readonly data: string;
  readonly settings: Settings;
}

/** What is not accepted, said without its value. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export const USAGE = `usage: idp --development --settings <file> --data <folder> [--port <number>]

An authorization server for development: it signs in the people of the settings, with passwords that it makes. It listens on this machine
only, over plain http, and is not for production: there, use your own identity provider (infra/identity).

  --development        says that this is development; without it nothing starts
  --settings <file>    people, agents and MCP servers, as JSON
  --data <folder>      where it keeps its keys, passwords and sessions; a folder of its owner's alone
  --host <address>     127.0.0.1 (default); nothing else is accepted
  --port <number>      0 takes a free one (default 0). Its issuer is http://127.0.0.1:<port>
  --help               this text

SIGHUP replaces the signing key; the former one is published until its tokens have expired.
When it is ready it prints one line: {"idp":"ready","issuer":"http://127.0.0.1:<port>"}`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = { help: FLAG, development: FLAG, settings: TEXT, data: TEXT, host: TEXT, port: TEXT } as const;

type Env = Readonly<Record<string, string | undefined>>;

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch {
    throw new OptionsError(USAGE);
  }
}

/** Its passwords are made by a program and kept in a file: enough for one machine, and for nothing that others can reach. */
function refuseAnythingButDevelopment(development: boolean | undefined, env: Env): void {
  if (env['NODE_ENV'] === 'production') {
    throw new OptionsError('NODE_ENV is production: this authorization server is for development only');
  }
  if (!['local', 'internal', undefined].includes(env['SUPERCARGO_PROFILE'])) {
    throw new OptionsError('SUPERCARGO_PROFILE: this authorization server accepts local and internal, for development');
  }
  if (development !== true) throw new OptionsError(`--development is missing\n\n${USAGE}`);
}

function settingsOf(file: string): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new OptionsError('--settings takes a file that can be read');
  }
  try {
    return readSettings(text);
  } catch (error) {
    throw error instanceof SettingsError ? new OptionsError(error.message) : error;
  }
}

/** Reads the arguments; undefined where help was asked for. Throws an OptionsError that says what is accepted. */
export function readOptions(args: readonly string[], env: Env): Options | undefined {
  const { help, development, settings, data, host = '127.0.0.1', port = '0' } = parsed(args);
  if (help === true) return undefined;
  refuseAnythingButDevelopment(development, env);
  if (host !== '127.0.0.1') throw new OptionsError('--host accepts 127.0.0.1 only: it is reached from this machine');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new OptionsError('--port takes a whole number from 0 to 65535');
  }
  if (data === undefined || data === '' || settings === undefined || settings === '') throw new OptionsError(USAGE);
  return { port: Number(port), data, settings: settingsOf(settings) };
}
