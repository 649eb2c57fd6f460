import { setTimeout as sleep } from 'node:timers/promises';
import { execute, expire, readRequest, type LedgerAnswer } from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import type { DueRequest } from '@supercargo/tenancy';
import { hasConsumers, runEvents } from './events/run-events.ts';
import { hasRemote, LEASE_MS, runRemote } from './remote/run-remote.ts';
import { startRetries } from './retries.ts';
import type { Runtime } from './runtime.ts';
import { DueCount } from './telemetry/due-count.ts';
import { worked } from './telemetry/worked.ts';

const DUE_MAX = 100;

/** One due request: executed by its tool's effect function, or ended where its time is over. Doing either twice does nothing. */
export async function handleDue(runtime: Runtime, tenant: TenantId, requestId: string): Promise<void> {
  await worked(runtime, 'request', (work) =>
    runtime.door.write(tenant, async (tx) => {
      const isExpired = await expire(tx, requestId);
      const request = await readRequest(tx, requestId);
      const tool = request === undefined ? undefined : runtime.tools.get(request.tool)?.tool;
      if (tool !== undefined) work.name = tool.name;
      if (isExpired) work.outcome = 'expired';
      else if (request?.state === 'approved' && tool?.effect === 'write') {
        work.outcome = outcomeOf(await execute(tx, tool.execute, requestId));
      }
    }),
  );
}

/** What executing came to. What the ledger refused ended otherwise, was done by another worker, or is due again. */
function outcomeOf({ state, refusal }: LedgerAnswer): string | undefined {
  if (state === 'invalidated') return state;
  if (refusal !== null || state === null) return undefined;
  return state === 'executing' ? 'dispatched' : state;
}

/** Asked anew each time: a signal changes while others are awaited. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}

/** Does what is approved and ends what is late, here and on foreign systems, over all tenants, until it is told to stop. */
export async function runWorker(
  runtime: Runtime,
  pollMs: number,
  stop: AbortSignal,
  leaseMs: number = LEASE_MS,
): Promise<void> {
  const due = (what: string, help: string): DueCount => {
    const count = new DueCount();
    runtime.telemetry?.metrics?.gauge(`supercargo_work_due_${what}`, `${help}, at the last look`, () => count.count);
    return count;
  };
  await Promise.all([
    runRequests(runtime, pollMs, stop, due('requests', 'Requests to execute or to end')),
    ...(hasConsumers(runtime) ? [runEvents(runtime, pollMs, stop, due('events', 'Events to consume'))] : []),
    ...(hasRemote(runtime)
      ? [runRemote(runtime, pollMs, leaseMs, stop, due('remote', 'Executions to send, or to ask about'))]
      : []),
  ]);
}

/** Executes what is approved and expires what is late, over all tenants, until it is told to stop. Finishes what it is at. */
async function runRequests(runtime: Runtime, pollMs: number, stop: AbortSignal, due: DueCount): Promise<void> {
  const retries = startRetries(pollMs);
  let after: DueRequest | undefined;
  while (!isOver(stop)) {
    let handled = 0;
    try {
      // Page by page and around: what always faults stays due, and must not be the only page that is ever seen.
      const page: readonly DueRequest[] = await runtime.door.due(DUE_MAX, after);
      after = page.length < DUE_MAX ? undefined : page.at(-1);
      due.add(page.length, after === undefined);
      for (const { tenant, requestId } of page) {
        if (isOver(stop)) return;
        if (retries.isWaiting(requestId)) continue;
        try {
          await handleDue(runtime, tenant, requestId);
          retries.ended(requestId);
          handled += 1;
        } catch (fault) {
          retries.faulted(requestId);
          runtime.onFault(fault, `worker ${requestId}`);
        }
      }
    } catch (fault) {
      // The database is away: this pass is lost, nothing else is.
      after = undefined;
      runtime.onFault(fault, 'worker');
    }
    if (handled === 0 && after === undefined) await sleep(pollMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
