import { setTimeout as sleep } from 'node:timers/promises';
import { updateState, type Home } from '@supercargo/cluster';
import { workerOf, type RunningWorker } from './running.ts';

const politeSeconds = 10;
const lookMs = 50;

/** Ends these workers: they finish what they are at, and are killed when they have not within ten seconds. */
export async function stopWorkers(home: Home, workers: readonly RunningWorker[]): Promise<void> {
  const alive = (): readonly RunningWorker[] => workers.filter(({ pid }) => workerOf(pid, home) !== undefined);
  for (const { pid } of workers) signal(pid, 'SIGTERM');
  const giveUpAt = performance.now() + politeSeconds * 1_000;
  while (alive().length > 0) {
    if (performance.now() > giveUpAt) for (const { pid } of alive()) signal(pid, 'SIGKILL');
    await sleep(lookMs);
  }
  await updateState(home, (state) => ({
    ...state,
    workers: state.workers.filter(({ pid }) => workerOf(pid, home) !== undefined),
  }));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
