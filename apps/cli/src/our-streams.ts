import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import type { Outside } from './outside.ts';
import { nodeBinary } from './servers.ts';

/** Runs a program with this process's own streams, and ends with its exit code. */
export async function runWithOurStreams(
  outside: Outside,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return (await run(outside, args, env, 'inherit')).code;
}

/** How a program ended, and what it said on standard output. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program with this process's standard input and error, and keeps what it says on standard output. */
export function runForOutput(outside: Outside, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return run(outside, args, env, ['inherit', 'pipe', 'inherit']);
}

async function run(
  outside: Outside,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdio: StdioOptions,
): Promise<Ended> {
  const child = spawn(nodeBinary(), args, { cwd: outside.cwd, env, stdio });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const pass = (signal: NodeJS.Signals) => (): void => {
    child.kill(signal);
  };
  const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => [signal, pass(signal)] as const);
  for (const [signal, listener] of passed) process.on(signal, listener);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit, signal) => {
        resolve(exit ?? 128 + (signal === null ? 1 : constants.signals[signal]));
      });
    });
    return { code, output };
  } finally {
    for (const [signal, listener] of passed) process.off(signal, listener);
  }
}
