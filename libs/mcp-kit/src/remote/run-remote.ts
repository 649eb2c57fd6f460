import { setTimeout as sleep } from 'node:timers/promises';
import type { DueExecution } from '@supercargo/tenancy';
import { startRetries } from '../retries.ts';
import type { Runtime } from '../runtime.ts';
import type { DueCount } from '../telemetry/due-count.ts';
import { carryOut } from './carry-out.ts';

const DUE_MAX = 100;
/** Foreign systems are slow, and one that does not answer must not keep the others waiting. */
const AT_ONCE_MAX = 8;
/** Longer than any call to a foreign system takes: who holds a lease longer has died, or is overtaken. */
export const LEASE_MS = 30_000;

/** Asked anew each time: a signal changes while others are awaited. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}

/** Whether any tool of this server takes effect on a foreign system. */
export function hasRemote(runtime: Runtime): boolean {
  return [...runtime.tools.values()].some(({ tool }) => tool.effect === 'write' && tool.remote !== undefined);
}

/** A look that faults sees nothing. */
async function isReachable({ outside }: Runtime): Promise<boolean> {
  return (await outside?.isReachable?.().catch(() => false)) ?? true;
}

/** Sends what was dispatched and asks about what is unknown, over all tenants, until it is told to stop. Finishes what it is at. */
export async function runRemote(
  runtime: Runtime,
  pollMs: number,
  leaseMs: number,
  stop: AbortSignal,
  inSight: DueCount,
): Promise<void> {
  const retries = startRetries(pollMs);
  const inHand = new Map<string, Promise<void>>();
  let after: DueExecution | undefined;
  // Until it has answered, and whenever it did not, the foreign system is looked for before anything more is claimed.
  let isSuspect = true;

  const start = ({ tenant, executionId }: DueExecution): void => {
    const work = carryOut(runtime, tenant, executionId, leaseMs)
      .then((answer) => {
        retries.ended(executionId);
        if (answer === 'unknown') isSuspect = true;
      })
      .catch((fault: unknown) => {
        retries.faulted(executionId);
        runtime.onFault(fault, `worker ${executionId}`);
      })
      .finally(() => inHand.delete(executionId));
    inHand.set(executionId, work);
  };

  while (!isOver(stop)) {
    let started = 0;
    try {
      // Page by page and around, as the requests: what always faults must not be the only page that is ever seen.
      const page = await runtime.door.dueRemote(DUE_MAX, after);
      after = page.length < DUE_MAX ? undefined : page.at(-1);
      inSight.add(page.length, after === undefined);
      for (const due of page) {
        if (inHand.has(due.executionId) || retries.isWaiting(due.executionId)) continue;
        if (inHand.size >= AT_ONCE_MAX) await Promise.race(inHand.values());
        if (isSuspect && !(await isReachable(runtime))) break;
        isSuspect = false;
        if (isOver(stop)) break;
        start(due);
        started += 1;
      }
    } catch (fault) {
      // The database is away: this pass is lost, nothing else is.
      after = undefined;
      runtime.onFault(fault, 'worker');
    }
    if (started === 0 && after === undefined) await sleep(pollMs, undefined, { signal: stop }).catch(() => undefined);
  }
  await Promise.all(inHand.values());
}
