import { setTimeout as sleep } from 'node:timers/promises';
import { updateState, type Home } from '@supercargo/cluster';
import { processOf, type Mode, type Running } from './running.ts';

/** How long each has for what it is at. One that serves HTTP takes ten seconds at most by itself. */
const politeSeconds: Readonly<Record<Mode, number>> = { worker: 10, http: 12 };
const lookMs = 50;

/** Ends these workers: they finish what they are at, and are killed when they have not within ten seconds. */
export async function stopWorkers(home: Home, workers: readonly Running[]): Promise<void> {
  await endAll(home, 'worker', workers);
  await updateState(home, (state) => ({
    ...state,
    workers: state.workers.filter(({ pid }) => processOf(pid, home, 'worker') !== undefined),
  }));
}

/** Ends these servers: they answer what they were asked, and are killed when they have not in time. Their addresses stay theirs. */
export async function stopHttpServers(home: Home, servers: readonly Running[]): Promise<void> {
  await endAll(home, 'http', servers);
  await updateState(home, (state) =>
    state.http === undefined
      ? state
      : {
          ...state,
          http: state.http.map(({ pid, startedAt, ...stopped }) =>
            pid !== undefined && processOf(pid, home, 'http') !== undefined ? { ...stopped, pid, startedAt } : stopped,
          ),
        },
  );
}

async function endAll(home: Home, mode: Mode, processes: readonly Running[]): Promise<void> {
  const alive = (): readonly Running[] => processes.filter(({ pid }) => processOf(pid, home, mode) !== undefined);
  for (const { pid } of processes) signal(pid, 'SIGTERM');
  const giveUpAt = performance.now() + politeSeconds[mode] * 1_000;
  while (alive().length > 0) {
    if (performance.now() > giveUpAt) for (const { pid } of alive()) signal(pid, 'SIGKILL');
    await sleep(lookMs);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
