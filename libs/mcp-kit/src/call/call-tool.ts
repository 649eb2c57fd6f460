import { writeRecord } from '@supercargo/audit';
import type { TenantTx } from '@supercargo/tenancy';
import type { Principal, Runtime } from '../runtime.ts';
import type { ConsentAnswer } from '../write/consent.ts';
import type { CanShow } from '../write/question.ts';
import { admit, type Admitted } from './admit.ts';
import type { Found } from './call.ts';
import { doorOf } from './door-of.ts';
import { keepRecord } from './keep-record.ts';
import type { CallOutcome } from './outcome.ts';
import { recordOf, type Faulted, type RecordedCall } from './record-call.ts';

/** One `tools/call`, from whatever transport. */
export interface ToolCall {
  readonly name: string;
  readonly received: unknown;
  /** What this client can show to a person. */
  readonly canShow: CanShow;
  /** The request this call goes on with and what the person answered, where the client was asked to elicit. */
  readonly resumed: { readonly requestId: string; readonly answer: ConsentAnswer } | undefined;
  /** Aborted where the caller no longer waits: what has not been asked of the ledger by then is not asked. */
  readonly signal?: AbortSignal | undefined;
  /** The id of the trace that the call belongs to. */
  readonly trace?: string | undefined;
}

const CANCELLED: CallOutcome = {
  kind: 'refused',
  refusal: { step: 'perform', code: 'cancelled', reason: 'the call was cancelled before anything was asked' },
};

/** Every call, in order. Its record is written before the answer leaves, whatever the outcome; a fault is recorded as one. */
export async function callTool(runtime: Runtime, principal: Principal, call: ToolCall): Promise<CallOutcome> {
  const found: Partial<Found> = {};
  const record = (outcome: CallOutcome | Faulted): string =>
    recordOf(runtime, principal, recordedCall(call, found), outcome);
  try {
    return await perform(runtime, principal, call, found, record);
  } catch (fault) {
    // The fault is what the log must hear of, also where the record cannot be written because the database is gone.
    const recorded = async (): Promise<void> => keepRecord(runtime, principal, record({ kind: 'fault' }));
    await recorded().catch(() => undefined);
    throw fault;
  }
}

function recordedCall({ name, received, trace }: ToolCall, found: Partial<Found>): RecordedCall {
  return { method: 'tools/call', name, received, found, trace };
}

/** A policy published between planning and asking is met by planning again, a few times at most. */
const PLANS_MAX = 3;

function isPolicyMoved(outcome: CallOutcome): boolean {
  return outcome.kind === 'refused' && outcome.refusal.code === 'policy_moved';
}

async function perform(
  runtime: Runtime,
  principal: Principal,
  call: ToolCall,
  found: Partial<Found>,
  record: (outcome: CallOutcome) => string,
): Promise<CallOutcome> {
  const { tenant } = principal;
  const door = doorOf(runtime, principal);
  const { name, received } = call;
  if (call.resumed !== undefined && runtime.tools.get(name)?.tool.effect === 'write') {
    // Nothing is planned any more, so the steps, the consent, the effect and the record are one transaction.
    return door.write(tenant, async (tx) => {
      const admitted = unlessCancelled(await admit({ runtime, principal, tx, name, received, found }, call), call);
      return recorded(tx, admitted.kind === 'write' ? await admitted.run(tx) : admitted, record);
    });
  }
  for (let attempt = 1; ; attempt += 1) {
    const read = await door.read(tenant, (tx) => admit({ runtime, principal, tx, name, received, found }, call));
    const admitted = unlessCancelled(read, call);
    if (admitted.kind !== 'write') {
      await keepRecord(runtime, principal, record(admitted));
      return admitted;
    }
    // What a write does in the ledger and the record of the call are one transaction: neither is there without the other.
    const outcome = await door.write(tenant, async (tx) => {
      const written = await admitted.run(tx);
      if (isPolicyMoved(written) && attempt < PLANS_MAX) return undefined;
      return recorded(tx, written, record);
    });
    if (outcome !== undefined) return outcome;
  }
}

/** What is about to write goes no further for a caller who no longer waits. */
function unlessCancelled(admitted: Admitted, { signal }: ToolCall): Admitted {
  return admitted.kind === 'write' && signal?.aborted === true ? CANCELLED : admitted;
}

/** Sends the record and does not wait for it: the COMMIT follows, and answers ROLLBACK, which is a fault, where it was not written. */
function recorded(tx: TenantTx, outcome: CallOutcome, record: (outcome: CallOutcome) => string): CallOutcome {
  void writeRecord(tx, record(outcome)).catch(() => undefined);
  return outcome;
}
