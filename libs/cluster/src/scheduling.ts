import type { PreparedPlace } from './place.ts';
import { postmasterOf } from './postmaster.ts';
import { run } from './programs.ts';

/**
 * PostgreSQL beside its callers on the same few processors: a backend that is woken waits until its caller is done, instead of interrupting it
 * in the middle of its work (sched(7), SCHED_BATCH; a process inherits it). A wish: where the system has no such policy, or does not let us
 * choose one, PostgreSQL runs as it always did.
 */
export async function yieldToCallers(place: PreparedPlace): Promise<void> {
  if (process.platform !== 'linux') return;
  const running = await postmasterOf(place);
  if (running === undefined) return;
  await run('chrt', ['--batch', '--pid', '0', String(running.pid)]).catch(() => undefined);
}
