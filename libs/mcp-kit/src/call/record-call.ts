import { canonicalText, keyedHash, writeRecord, type CanonicalValue } from '@supercargo/audit';
import type { Principal, Runtime } from '../runtime.ts';
import type { CallOutcome } from './outcome.ts';

const ARGUMENT_CHARACTERS_MAX = 8_000;

/** Arguments as the record keeps them: known ones by value, anything unparsed only by name. Agents' words stay in the plan. */
function recorded(input: Record<string, unknown> | undefined, received: unknown): CanonicalValue {
  if (input !== undefined) {
    const { reason: _, ...rest } = input;
    const text = JSON.stringify(rest);
    if (text.length <= ARGUMENT_CHARACTERS_MAX) return JSON.parse(text) as CanonicalValue;
  }
  const names = typeof received === 'object' && received !== null ? Object.keys(received) : [];
  return { unparsed: names.slice(0, 20).map((name) => name.slice(0, 40)) };
}

function outcomeOf(outcome: CallOutcome): Record<string, CanonicalValue> {
  switch (outcome.kind) {
    case 'refused':
      return {
        outcome: 'refused',
        step: outcome.refusal.step,
        code: outcome.refusal.code,
        field: outcome.refusal.field ?? null,
      };
    case 'consent':
      return { outcome: 'consent_asked', request_id: outcome.request.id, case_id: outcome.request.caseId };
    case 'answered':
      return {
        outcome: typeof outcome.structured['outcome'] === 'string' ? outcome.structured['outcome'] : 'answered',
        request_id: outcome.request?.id ?? null,
        case_id: outcome.request?.caseId ?? null,
      };
  }
}

/** Step 8. The record of the call is durable before its answer leaves; a record that cannot be written is a fault, and no answer. */
export async function recordCall(
  runtime: Runtime,
  principal: Principal,
  call: {
    readonly method: 'tools/call' | 'resources/read';
    readonly name: string;
    readonly received: unknown;
    readonly input: Record<string, unknown> | undefined;
    readonly roles: readonly string[];
  },
  outcome: CallOutcome,
): Promise<void> {
  const record = {
    v: 1,
    kind: 'call',
    method: call.method,
    tenant: principal.tenant,
    server: runtime.definition.name,
    tool: call.name.slice(0, 200),
    definition: runtime.tools.get(call.name)?.definitionHash ?? null,
    person: principal.person,
    roles: call.roles,
    via: principal.via,
    agent: principal.agent,
    attestation: null,
    client: principal.client,
    arguments: recorded(call.input, call.received),
    arguments_hash: keyedHash(runtime.auditKey, JSON.stringify(call.received ?? {})),
    trace: null,
    ...outcomeOf(outcome),
  };
  await runtime.door.write(principal.tenant, (tx) => writeRecord(tx, canonicalText(record)));
}
