import { spawn } from 'node:child_process';

import type { Step } from './steps.ts';

/** How a step ended. `output` is what it printed, empty when it printed straight to the terminal. */
export type Outcome = Readonly<{ step: Step; passed: boolean; seconds: number; output: string }>;

/**
 * Runs a step under this Node, in `root`. Aborting the signal ends it, and then it has not passed.
 * With `shown`, what it prints is seen at once instead of being kept.
 */
export function runStep(root: string, step: Step, shown: boolean, signal: AbortSignal): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.run, {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', ...step.env },
      stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (passed: boolean, note: string) => {
      signal.removeEventListener('abort', stop);
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ step, passed, seconds, output: Buffer.concat(chunks).toString('utf8') + note });
    };
    child.once('error', (error) => end(false, error.message));
    child.once('close', (code, killedBy) => end(code === 0, killedBy === null ? '' : `ended by ${killedBy}\n`));
  });
}

/**
 * Runs steps in order, `atOnce` of them side by side, and answers the first that failed, if one did; what still runs then
 * is ended, and nothing more is begun. `report` hears of each step that ran to its end.
 */
export async function runSteps(
  root: string,
  steps: readonly Step[],
  atOnce: number,
  report: (outcome: Outcome) => void,
): Promise<Outcome | undefined> {
  const waiting = [...steps];
  const stopping = new AbortController();
  const failures: Outcome[] = [];
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await runStep(root, step, false, stopping.signal);
      if (stopping.signal.aborted) return;
      report(outcome);
      if (outcome.passed) continue;
      failures.push(outcome);
      stopping.abort();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return failures[0];
}
