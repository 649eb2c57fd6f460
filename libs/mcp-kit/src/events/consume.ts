import { endEvent, failEvent, takeEvent, type FailedTry, type TakenEvent } from '@supercargo/events';
import type { PendingEvent, TenantTx } from '@supercargo/tenancy';
import type { Runtime } from '../runtime.ts';
import type { DueCount } from '../telemetry/due-count.ts';
import { worked, type Work } from '../telemetry/worked.ts';
import { askFromEvent } from './ask-born.ts';
import { EventFault, type ConsumerDeps } from './consumer.ts';

const PENDING_MAX = 100;

function depsFor(runtime: Runtime, tx: TenantTx, event: TakenEvent): ConsumerDeps {
  const { clock, newId } = runtime;
  return { tx, clock, newId, askBorn: (tool, input) => askFromEvent(runtime, tx, event, tool, input) };
}

/** Takes one event, does what the server does about it and writes down the outcome, in one transaction. False where there was nothing to take. */
async function consumeTaken(runtime: Runtime, { tenant, eventId }: PendingEvent, work: Work): Promise<boolean> {
  return runtime.door.write(tenant, async (tx) => {
    const event = await takeEvent(tx, eventId);
    if (event === undefined) return false;
    const consumer = runtime.definition.consumers?.find(({ topic }) => topic === event.topic);
    if (consumer !== undefined) work.name = consumer.topic;
    if (consumer === undefined) throw new EventFault(`this server does nothing about ${event.topic}`);
    const payload = consumer.payload.parse(event.payload);
    await endEvent(tx, eventId, await consumer.handle({ ...event, payload }, depsFor(runtime, tx, event)));
    work.outcome = 'consumed';
    return true;
  });
}

/** One pending event. What fails is undone and counted: it is due again after a while. True where it was consumed. */
export async function consumeEvent(runtime: Runtime, pending: PendingEvent): Promise<boolean> {
  try {
    return await worked(runtime, 'event', (work) => consumeTaken(runtime, pending, work));
  } catch (fault) {
    runtime.onFault(fault, `event ${pending.eventId}`);
    await runtime.door.write(pending.tenant, (tx) => failEvent(tx, pending.eventId, triedOf(fault)));
    return false;
  }
}

/** Why it failed, for people: our own words, and of any other fault only its kind, because its message may hold what is not theirs to read. */
function triedOf(fault: unknown): FailedTry {
  if (fault instanceof EventFault) return { reason: fault.message, waits: fault.waits };
  const code = fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? ` ${fault.code}` : '';
  const reason = `a fault: ${fault instanceof Error ? fault.name : 'unknown'}${code}; the worker’s log has it`;
  return { reason, waits: false };
}

/** Asked anew each time: a signal changes while others are awaited. */
function isOver(stop: AbortSignal | undefined): boolean {
  return stop?.aborted === true;
}

/** Goes once over everything that is pending for this server, page by page. How many were consumed. */
export async function consumePending(runtime: Runtime, stop?: AbortSignal, due?: DueCount): Promise<number> {
  let consumed = 0;
  let after: PendingEvent | undefined;
  do {
    const page: readonly PendingEvent[] = await runtime.door.pendingEvents(PENDING_MAX, after);
    after = page.length < PENDING_MAX ? undefined : page.at(-1);
    due?.add(page.length, after === undefined);
    for (const pending of page) {
      if (isOver(stop)) return consumed;
      try {
        if (await consumeEvent(runtime, pending)) consumed += 1;
      } catch (fault) {
        // It could not even be counted: the others come first, and it is due again in the next pass.
        runtime.onFault(fault, `event ${pending.eventId}`);
      }
    }
  } while (after !== undefined);
  return consumed;
}
