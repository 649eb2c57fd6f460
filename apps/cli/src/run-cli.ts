import { ClusterError, type Env } from '@supercargo/cluster';
import { ConfigurationError, checkPrefix } from '@supercargo/mcp-kit';
import { CommanderError } from 'commander';
import { Refused, UsageError } from './fault.ts';
import type { Outside } from './outside.ts';
import { programOf } from './program.ts';

const NOT_PREPARED = 'the database here is not prepared, or another installation’s; run npm start';
const DATABASE_AWAY = 'the database does not answer; run npm start, or see npx supercargo status';

/** What a driver's code means to the person at the terminal. */
const DATABASE_SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: DATABASE_AWAY,
  ECONNRESET: DATABASE_AWAY,
  ETIMEDOUT: DATABASE_AWAY,
  ENOTFOUND: DATABASE_AWAY,
  '57P01': DATABASE_AWAY,
  '57P03': DATABASE_AWAY,
  '3D000': NOT_PREPARED,
  '28000': NOT_PREPARED,
  '28P01': NOT_PREPARED,
  '3F000': NOT_PREPARED,
  '42P01': NOT_PREPARED,
  '42883': NOT_PREPARED,
};

function sentenceOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A database that is stopped has no socket any more.
  const hasNoSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  return hasNoSocket ? DATABASE_AWAY : (DATABASE_SENTENCES[code] ?? error.message);
}

function report(error: unknown, outside: Outside): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  outside.err(`supercargo: ${sentenceOf(error)}`);
  const known = error instanceof Refused || error instanceof UsageError || error instanceof ClusterError;
  if (!known && outside.env['SUPERCARGO_LOG_LEVEL'] === 'debug') outside.err(error.stack ?? '');
  return error instanceof UsageError || error instanceof ConfigurationError ? 2 : 1;
}

/** Another profile demands controls that are not there yet: nothing starts as if they were. */
function checkProfile(env: Env): void {
  const profile = env['SUPERCARGO_PROFILE'];
  if (profile === undefined || profile === 'local') return;
  throw new UsageError('SUPERCARGO_PROFILE is not accepted; accepted: local (the others are not available yet)');
}

/** Runs one command line. Exit codes: 0 done, 1 refused or failed, 2 a command line that cannot be followed. */
export async function runCli(args: readonly string[], outside: Outside): Promise<number> {
  let code = 0;
  try {
    checkPrefix(outside.env);
    checkProfile(outside.env);
    const program = programOf(outside, (chosen) => {
      code = chosen;
    });
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return report(error, outside);
  }
}
