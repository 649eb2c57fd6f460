import { spawn } from 'node:child_process';

/** The account a program runs as, when it is not our own. */
export type Account = { readonly uid: number; readonly gid: number };

export type ProgramEnd =
  { readonly kind: 'ended'; readonly exitCode: number; readonly output: string } | { readonly kind: 'missing' };

const outputCharsMax = 8_192;

/** What PostgreSQL's programs may know of our environment: no PG* variable, no secret, one language for messages. */
export function plainEnv(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/**
 * Runs a program to its end, in `/` (an account of its own may not be able to enter our folder). Its output is kept up
 * to a bound. Answers `missing` when there is no such program.
 */
export async function run(program: string, args: readonly string[], account?: Account): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...account,
      cwd: '/',
      env: plainEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputCharsMax);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.once('close', (code) => {
      resolve({ kind: 'ended', exitCode: code ?? -1, output });
    });
  });
}

/**
 * Runs a program in a session of its own with no connection to ours: a signal to our process group, our death or a
 * closed terminal does not reach it or what it starts.
 */
export async function runDetached(program: string, args: readonly string[], account?: Account): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...account,
      cwd: '/',
      env: plainEnv(),
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? -1);
    });
  });
}
