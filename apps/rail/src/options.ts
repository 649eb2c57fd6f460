import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** How the rail is told to misbehave. Nothing of it by default. */
export interface Misbehaviour {
  readonly latencyMs: number;
  /** Each so-many-th payment is refused without a reason. 0: none. */
  readonly refuseEvery: number;
  /** Each so-many-th payment is decided about, and the caller never told. 0: none. */
  readonly loseEvery: number;
  /** How likely it ends at once, at each of the moments where that is worst. */
  readonly dieAtRandom: number;
  readonly seed: number;
}

export interface Options {
  readonly port: number;
  readonly data: string;
  readonly token: string;
  readonly misbehaviour: Misbehaviour;
}

/** What is not accepted, said without its value. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export const USAGE = `usage: rail --data <file> --token-file <file> [options]

A sandbox payment rail: it remembers payments and moves no money. It listens on this machine only, for whoever has the token.

  --data <file>             where it keeps its books
  --token-file <file>       the bearer token its callers must have; a file of its owner's alone
  --port <number>           0 takes a free one (default 0)
  --latency-ms <ms>         how long each answer takes (default 0)
  --refuse-every <n>        refuses each n-th payment
  --lose-every <n>          decides about each n-th payment and hangs up without an answer
  --die-at-random <p>       ends at once with this probability, at each request before and after it decided
  --seed <n>                of that chance (default 1)
  --help                    this text

When it is ready it prints one line: {"rail":"ready","url":"http://127.0.0.1:<port>"}`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  help: { type: 'boolean' },
  ...{ port: TEXT, data: TEXT, 'token-file': TEXT, 'latency-ms': TEXT },
  ...{ 'refuse-every': TEXT, 'lose-every': TEXT, 'die-at-random': TEXT, seed: TEXT },
} as const;

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch {
    throw new OptionsError(USAGE);
  }
}

function whole(name: string, given: string | undefined, most: number, otherwise = 0): number {
  if (given === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (number <= most) return number;
  throw new OptionsError(`--${name} takes a whole number from 0 to ${most}`);
}

function probability(given: string | undefined): number {
  const number = given === undefined || /^(0|1|0?\.\d{1,6})$/.test(given) ? Number(given ?? 0) : Number.NaN;
  if (number <= 1) return number;
  throw new OptionsError('--die-at-random takes a probability from 0 to 1, such as 0.01');
}

function tokenOf(file: string): string {
  try {
    const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
    if (isOpen) throw new OptionsError('--token-file can be read by others on this machine: chmod 600 it');
    const token = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (/^[\x21-\x7e]{16,512}$/.test(token)) return token;
  } catch (error) {
    if (error instanceof OptionsError) throw error;
  }
  throw new OptionsError('--token-file takes a file that holds one token of 16 to 512 visible characters');
}

/** Reads the arguments; undefined where help was asked for. Throws an OptionsError that says what is accepted. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | undefined {
  const values = parsed(args);
  if (values.help === true) return undefined;
  // What is no development moves money, and this does not.
  if (!['local', undefined].includes(env['SUPERCARGO_PROFILE'])) {
    throw new OptionsError('the sandbox rail runs in the profile local only: it moves no money');
  }
  const { data, 'token-file': tokenFile } = values;
  if (data === undefined || data === '' || tokenFile === undefined || tokenFile === '') throw new OptionsError(USAGE);
  return {
    data,
    token: tokenOf(tokenFile),
    port: whole('port', values.port, 65_535),
    misbehaviour: {
      latencyMs: whole('latency-ms', values['latency-ms'], 60_000),
      refuseEvery: whole('refuse-every', values['refuse-every'], 1_000_000),
      loseEvery: whole('lose-every', values['lose-every'], 1_000_000),
      dieAtRandom: probability(values['die-at-random']),
      seed: whole('seed', values.seed, 999_999_999, 1),
    },
  };
}
