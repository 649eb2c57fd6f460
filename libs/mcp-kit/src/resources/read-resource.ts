import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { appendRecord } from '@supercargo/audit';
import { resourceSteps } from '../call/call-steps.ts';
import { foundIn, throughSteps, type Call, type Found } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import { recordOf, type Faulted } from '../call/record-call.ts';
import type { CallRefusal } from '../call/refusal.ts';
import { refusalSentence, statusError } from '../protocol/status-error.ts';
import type { Principal, Runtime } from '../runtime.ts';

const URI_CHARACTERS_MAX = 200;

type ResourceOutcome = Exclude<CallOutcome, { readonly kind: 'consent' }>;

/** `resources/read` by the same steps as a read tool, with the same record. A refusal is an error of the protocol that says why. */
export async function readResource(runtime: Runtime, principal: Principal, uri: string): Promise<ReadResourceResult> {
  const found: Partial<Found> = {};
  const received = { uri: uri.slice(0, URI_CHARACTERS_MAX) };
  const record = (outcome: CallOutcome | Faulted): Promise<void> =>
    appendRecord(
      runtime.door,
      principal.tenant,
      recordOf(runtime, principal, { method: 'resources/read', name: uri, received, found }, outcome),
    );
  let outcome: ResourceOutcome;
  try {
    outcome = await runtime.door.read(principal.tenant, (tx) =>
      perform({ runtime, principal, tx, name: uri, received, found }),
    );
  } catch (fault) {
    // The fault is what the log must hear of, also where the record cannot be written because the database is gone.
    await record({ kind: 'fault' }).catch(() => undefined);
    throw fault;
  }
  await record(outcome);
  if (outcome.kind === 'refused') throw refusedResource(principal, outcome.refusal);
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(outcome.structured) }] };
}

/** A refusal about a resource, as an error of the protocol: it has no result that could say it. */
export function refusedResource(principal: Principal, refusal: CallRefusal): ProtocolError {
  return (
    statusError(principal, refusal) ?? new ProtocolError(ProtocolErrorCode.InvalidParams, refusalSentence(refusal))
  );
}

async function perform(call: Call): Promise<ResourceOutcome> {
  const refusal = await throughSteps(call, resourceSteps);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const { template, variable } = foundIn(call, 'resource');
  const answer = await template.read(variable, depsOf(call, call.tx));
  if (!answer.ok) return { kind: 'refused', refusal: { step: 'perform', ...answer.refusal } };
  return { kind: 'answered', structured: answer.value };
}
