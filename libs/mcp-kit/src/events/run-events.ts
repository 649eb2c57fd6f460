import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../runtime.ts';
import type { DueCount } from '../telemetry/due-count.ts';
import { consumePending } from './consume.ts';

/** Asked anew each time: a signal changes while others are awaited. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}

/** Whether this server consumes what others tell. */
export function hasConsumers(runtime: Runtime): boolean {
  return (runtime.definition.consumers ?? []).length > 0;
}

/** Consumes what others tell this server, over all tenants, until it is told to stop. Finishes what it is at. */
export async function runEvents(runtime: Runtime, pollMs: number, stop: AbortSignal, due: DueCount): Promise<void> {
  while (!isOver(stop)) {
    let consumed = 0;
    try {
      consumed = await consumePending(runtime, stop, due);
    } catch (fault) {
      // The database is away: this pass is lost, nothing else is.
      runtime.onFault(fault, 'events');
    }
    // What was consumed may have let the next of its key come.
    if (consumed === 0) await sleep(pollMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
