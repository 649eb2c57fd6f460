import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Outside } from './outside.ts';
import { nodeBinary } from './servers.ts';

/** Runs a program with this process's own streams, and ends with its exit code. */
export async function runWithOurStreams(
  outside: Outside,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(nodeBinary(), args, { cwd: outside.cwd, env, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => (): void => {
    child.kill(signal);
  };
  const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => [signal, pass(signal)] as const);
  for (const [signal, listener] of passed) process.on(signal, listener);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 1 : constants.signals[signal]));
      });
    });
  } finally {
    for (const [signal, listener] of passed) process.off(signal, listener);
  }
}
