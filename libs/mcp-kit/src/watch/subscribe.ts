import type { TraceContext } from '@supercargo/observe';
import { subscribeSteps } from '../call/call-steps.ts';
import type { Found } from '../call/call.ts';
import { doorOf } from '../call/door-of.ts';
import { keepRecord } from '../call/keep-record.ts';
import { recordOf, type RecordedCall } from '../call/record-call.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { endOfRefusal, observed } from '../telemetry/observed.ts';
import { look } from './look.ts';
import type { Listener, Watch } from './watch.ts';

/** Who subscribes, on which connection. */
export interface Subscriber {
  readonly runtime: Runtime;
  readonly principal: Principal;
  readonly watch: Watch;
  /** The trace of the request that asks. */
  readonly trace: TraceContext;
}

const URI_CHARACTERS_MAX = 200;

type Method = RecordedCall['method'];

/**
 * Subscribes a listener to resources by the steps of a read and of each, with one record of all. One that is refused refuses them all, so
 * that a client never takes silence for "unchanged". Undefined: they are watched from what the caller would have read just now.
 */
export function subscribe(
  subscriber: Subscriber,
  method: Method,
  listener: Listener,
  uris: readonly string[],
): Promise<CallRefusal | undefined> {
  // One after another, so that together they cannot exceed what each of them alone was let in under.
  return subscriber.watch.inTurn(() =>
    observed(
      subscriber.runtime,
      { method, trace: subscriber.trace },
      () => subscribeNow(subscriber, method, listener, uris),
      endOfRefusal,
    ),
  );
}

async function subscribeNow(
  { runtime, principal, watch, trace: { traceId: trace } }: Subscriber,
  method: Method,
  listener: Listener,
  uris: readonly string[],
): Promise<CallRefusal | undefined> {
  const seen = new Map<string, string>();
  const found: Partial<Found> = {};
  const call = { method, name: uris.join(' ') || 'nothing', received: { uris: uris.map(cut) }, found, trace };
  const record = (of: RecordedCall, outcome: Parameters<typeof recordOf>[3]): Promise<void> =>
    keepRecord(runtime, principal, recordOf(runtime, principal, of, outcome));
  const admit = async (): Promise<(CallRefusal & { readonly uri: string }) | undefined> => {
    const full = watch.full(uris);
    if (full !== undefined) return { ...full, uri: call.name };
    return doorOf(runtime, principal).read(principal.tenant, async (tx) => {
      for (const uri of new Set(uris)) {
        const one = await look(
          { runtime, principal, tx, name: uri, received: { uri: cut(uri) }, found },
          subscribeSteps,
        );
        if (!one.ok) return { ...one.refusal, uri };
        seen.set(uri, one.value);
      }
      return undefined;
    });
  };
  let refused: Awaited<ReturnType<typeof admit>>;
  try {
    refused = await admit();
  } catch (fault) {
    await record(call, { kind: 'fault' }).catch(() => undefined);
    throw fault;
  }
  if (refused !== undefined) {
    const { uri, ...refusal } = refused;
    await record({ ...call, name: uri }, { kind: 'refused', refusal });
    return refusal;
  }
  await record({ ...call, found: { ...found, input: call.received } }, { kind: 'answered', structured: {} });
  watch.hold(listener, seen);
  return undefined;
}

/** Watches a resource no more. Whoever lost the right to read may still let go, so nothing is asked. */
export function unsubscribe({ runtime, principal, watch, trace }: Subscriber, uri: string): Promise<void> {
  // In turn, so that it lets go of what was subscribed to before it and not yet let in.
  return watch.inTurn(async () => {
    watch.drop(null, uri);
    const received = { uri: cut(uri) };
    const found = { input: received };
    const call = { method: 'resources/unsubscribe', name: uri, received, found, trace: trace.traceId } as const;
    const record = recordOf(runtime, principal, call, { kind: 'answered', structured: {} });
    await keepRecord(runtime, principal, record);
  });
}

function cut(uri: string): string {
  return uri.slice(0, URI_CHARACTERS_MAX);
}
