import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const endWithUs = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href;

/**
 * Starts a program that waits for nobody's input to end, out of reach of this terminal's interrupt. So that it ends with the runner all the
 * same, whatever ends that, a kill as well, it is told to.
 */
export function startWaiting(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stderr: 'inherit' | 'pipe',
): ChildProcess {
  const stdio: StdioOptions = ['pipe', 'ignore', stderr];
  return spawn(process.execPath, ['--import', endWithUs, ...args], { env, stdio, detached: true });
}

/** Ends a program without a word, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
