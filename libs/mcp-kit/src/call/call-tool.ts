import type { Principal, Runtime } from '../runtime.ts';
import type { ConsentAnswer } from '../write/consent.ts';
import { askLedger } from '../write/propose.ts';
import { resume } from '../write/resume.ts';
import { settle } from '../write/settle.ts';
import { admit } from './admit.ts';
import type { Found } from './call.ts';
import type { CallOutcome } from './outcome.ts';
import { recordCall, recordedOrThrown, type Faulted } from './record-call.ts';

/** One `tools/call`, from whatever transport. */
export interface ToolCall {
  readonly name: string;
  readonly received: unknown;
  /** Whether this client can show a form to a person. */
  readonly canElicit: boolean;
  /** The request this call goes on with and what the person answered, where the client was asked to elicit. */
  readonly resumed: { readonly requestId: string; readonly answer: ConsentAnswer } | undefined;
}

/** Every call, in order. The record is written before the answer leaves, whatever the outcome. */
export async function callTool(runtime: Runtime, principal: Principal, call: ToolCall): Promise<CallOutcome> {
  const found: Partial<Found> = {};
  const record = (outcome: CallOutcome | Faulted): Promise<void> =>
    recordCall(runtime, principal, { method: 'tools/call', name: call.name, received: call.received, found }, outcome);
  const outcome = await recordedOrThrown(() => perform(runtime, principal, call, found), record);
  await record(outcome);
  return outcome;
}

/** A policy published between planning and asking is met by planning again, a few times at most. */
const PLANS_MAX = 3;

async function perform(
  runtime: Runtime,
  principal: Principal,
  call: ToolCall,
  found: Partial<Found>,
): Promise<CallOutcome> {
  const { name, received, resumed } = call;
  for (let attempt = 1; ; attempt += 1) {
    const admitted = await runtime.door.read(principal.tenant, (tx) =>
      admit({ runtime, principal, tx, name, received, found }, resumed),
    );
    if (!admitted.ok) return { kind: 'refused', refusal: admitted.refusal };
    const next = admitted.value;
    if (next.kind === 'answered') return next;
    if (next.kind === 'withdrawal') return next.run();
    if (next.kind === 'resumed') return resume(runtime, principal, next.prepared, next.ownArguments, next.resumed);
    const asked = await runtime.door.write(principal.tenant, (tx) => askLedger(tx, next.planned));
    if (asked.ok) return settle(runtime, principal, next.prepared.tool, asked.value.id, { mayElicit: call.canElicit });
    if (asked.refusal.code !== 'policy_moved' || attempt === PLANS_MAX) {
      return { kind: 'refused', refusal: asked.refusal };
    }
  }
}
