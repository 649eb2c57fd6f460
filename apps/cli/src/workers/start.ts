import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { updateState, type Env, type Home } from '@supercargo/cluster';
import { Refused } from '../fault.ts';
import { type ServerName } from '@supercargo/kernel';
import { serverEnv } from '../servers.ts';
import { newestSource } from './newest-source.ts';
import { processOf, runningWorkers } from './running.ts';
import { endOf, rotated, saidSince, spawnServer } from './spawn.ts';
import { stopWorkers } from './stop.ts';

const readySeconds = 15;
/** A worker that lives this long has connected, even where its log level keeps it from saying so. */
const quietSeconds = 4;
const lookMs = 50;

export type WorkerStart = 'started' | 'replaced' | 'already running';

export function workerLog(home: Home, server: ServerName): string {
  return join(home.logsDir, `${server}-worker.log`);
}

/**
 * Sees to one worker of a server: leaves a recorded one that is as new as this checkout's code, and replaces any other. Two starts at
 * once make one worker. Resolves when it has connected; throws a Refused with the end of its log when it could not.
 */
export async function ensureWorker(home: Home, env: Env, server: ServerName): Promise<WorkerStart> {
  const running = (await runningWorkers(home)).filter((worker) => worker.server === server);
  // Looked at under the state's lock, so that whoever started one of these has written it down.
  const { workers } = await updateState(home, (state) => state);
  const current = newestSource(server);
  const stale = running.filter(
    ({ pid }) => !workers.some((recorded) => recorded.pid === pid && Date.parse(recorded.startedAt) > current),
  );
  await stopWorkers(home, stale);
  if (stale.length < running.length) return 'already running';

  const log = workerLog(home, server);
  const offset = rotated(log);
  let pid: number | undefined;
  // Started while the state is held: whoever comes second finds the first one's worker in it.
  await updateState(home, (state) => {
    const others = state.workers.filter((worker) => worker.server !== server);
    const recorded = state.workers.find(
      (worker) => worker.server === server && processOf(worker.pid, home, 'worker') !== undefined,
    );
    if (recorded !== undefined) return state;
    pid = spawnServer(server, ['worker'], serverEnv(env, server, home.path), log);
    return { ...state, workers: [...others, { server, pid, startedAt: new Date().toISOString(), log }] };
  });
  if (pid === undefined) return 'already running';
  await untilReady(home, pid, log, offset);
  return stale.length > 0 ? 'replaced' : 'started';
}

async function untilReady(home: Home, pid: number, log: string, offset: number): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    await sleep(lookMs);
    const said = saidSince(log, offset);
    if (said.includes('"msg":"working"')) return;
    const seconds = (performance.now() - startedAt) / 1_000;
    const alive = processOf(pid, home, 'worker') !== undefined;
    if (alive && seconds > quietSeconds && said === '') return;
    if (alive && seconds < readySeconds) continue;
    if (!alive && seconds < 1 && said === '') continue;
    throw new Refused(
      `the worker ${alive ? 'does not get ready' : 'ended'}; its log, ${log}, ends:\n${endOf(log, offset)}`,
    );
  }
}
