import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { keepRecord } from './call/keep-record.ts';
import { customerMember } from './call/record-call.ts';
import { recordableJson } from './recordable.ts';
import type { Principal, Runtime } from './runtime.ts';

/** Records what was refused before any step saw it: broken frames, unknown methods, bad envelopes. Names and sizes, never content. */
export async function recordProtocolRefusal(
  runtime: Runtime,
  principal: Principal,
  refusal: Readonly<Record<string, CanonicalValue>>,
): Promise<void> {
  const record = canonicalText({
    ...(recordableJson(refusal) as Record<string, CanonicalValue>),
    v: 1,
    kind: 'protocol',
    tenant: principal.tenant,
    server: runtime.definition.name,
    person: principal.person,
    ...customerMember(principal),
    via: principal.via,
    agent: principal.agent,
    outcome: 'refused',
  });
  await keepRecord(runtime, principal, record);
}
