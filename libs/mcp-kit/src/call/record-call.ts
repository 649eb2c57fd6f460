import { canonicalText, keyedHash, type CanonicalValue } from '@supercargo/audit';
import { recordable, recordableJson } from '../recordable.ts';
import type { Principal, Runtime } from '../runtime.ts';
import type { Found } from './call.ts';
import { customerOf } from './door-of.ts';
import type { CallOutcome } from './outcome.ts';

/** A call that ended in a defect of ours. What went wrong is for the log; the record says that it was tried. */
export interface Faulted {
  readonly kind: 'fault';
}

const ARGUMENT_CHARACTERS_MAX = 8_000;

/** Arguments as the record keeps them: known ones by value, anything unparsed only by name. Agents' words stay in the plan. */
function recorded(input: Record<string, unknown> | undefined, received: unknown): CanonicalValue {
  if (input !== undefined) {
    const { reason: _, ...rest } = input;
    if (JSON.stringify(rest).length <= ARGUMENT_CHARACTERS_MAX) return recordableJson(rest);
  }
  const names = typeof received === 'object' && received !== null ? Object.keys(received) : [];
  return { unparsed: names.slice(0, 20).map((name) => recordable(name, 40)) };
}

function outcomeOf(outcome: CallOutcome | Faulted): Record<string, CanonicalValue> {
  switch (outcome.kind) {
    case 'fault':
      return { outcome: 'fault' };
    case 'refused':
      return {
        outcome: 'refused',
        step: outcome.refusal.step,
        code: outcome.refusal.code,
        field: outcome.refusal.field ?? null,
      };
    case 'consent':
      return { outcome: 'consent_asked', request_id: outcome.request.id, case_id: outcome.request.caseId };
    case 'approval':
      return { outcome: 'approval_asked', request_id: outcome.request.id, case_id: outcome.request.caseId };
    case 'answered':
      return {
        outcome: typeof outcome.structured['outcome'] === 'string' ? outcome.structured['outcome'] : 'answered',
        request_id: outcome.request?.id ?? null,
        case_id: outcome.request?.caseId ?? null,
      };
  }
}

/** Whose rows the call was for, in the record of a customer; the database holds it to the customer of the transaction. */
export function customerMember(principal: Principal): { readonly customer?: string } {
  const customer = customerOf(principal);
  return customer === null ? {} : { customer };
}

/** A call as its record tells it. */
export interface RecordedCall {
  readonly method:
    'tools/call' | 'resources/read' | 'resources/subscribe' | 'resources/unsubscribe' | 'subscriptions/listen';
  readonly name: string;
  readonly received: unknown;
  /** What the steps found before the call ended. */
  readonly found: Partial<Found>;
  /** The id of the trace that the call belongs to: the caller's, who may name any, or one of ours. */
  readonly trace?: string | undefined;
}

/** Step 8. The record of the call, canonical text. It is durable before the answer leaves; where it cannot be written there is no answer. */
export function recordOf(
  runtime: Runtime,
  principal: Principal,
  call: RecordedCall,
  outcome: CallOutcome | Faulted,
): string {
  return canonicalText({
    v: 1,
    kind: 'call',
    method: call.method,
    tenant: principal.tenant,
    server: runtime.definition.name,
    tool: recordable(call.name, 200),
    definition: runtime.tools.get(call.name)?.definitionHash ?? null,
    person: principal.person,
    ...customerMember(principal),
    roles: call.found.standing?.roles ?? [],
    via: principal.via,
    agent: principal.agent,
    attestation: null,
    client: principal.client,
    arguments: recorded(call.found.input, call.received),
    arguments_hash: keyedHash(runtime.auditKey, JSON.stringify(call.received ?? {})),
    trace: call.trace ?? null,
    ...outcomeOf(outcome),
  });
}
