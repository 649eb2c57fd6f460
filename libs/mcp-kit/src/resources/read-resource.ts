import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { ok, refuse, type Result } from '@supercargo/kernel';
import { resourceSteps } from '../call/call-steps.ts';
import { foundIn, throughSteps, type Call, type Found } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import { recordCall, recordedOrThrown, type Faulted } from '../call/record-call.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { Principal, Runtime } from '../runtime.ts';

const URI_CHARACTERS_MAX = 200;

/** `resources/read` by the same steps as a read tool, with the same record. A refusal is an error of the protocol that says why. */
export async function readResource(runtime: Runtime, principal: Principal, uri: string): Promise<ReadResourceResult> {
  const found: Partial<Found> = {};
  const received = { uri: uri.slice(0, URI_CHARACTERS_MAX) };
  const record = (outcome: CallOutcome | Faulted): Promise<void> =>
    recordCall(runtime, principal, { method: 'resources/read', name: uri, received, found }, outcome);
  const outcome = await recordedOrThrown(
    () => runtime.door.read(principal.tenant, (tx) => perform({ runtime, principal, tx, name: uri, received, found })),
    record,
  );
  await record(outcome.ok ? outcome.value : { kind: 'refused', refusal: outcome.refusal });
  if (!outcome.ok) {
    const { reason, accepted } = outcome.refusal;
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      accepted === undefined ? `${reason}.` : `${reason}; accepted: ${accepted}.`,
    );
  }
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(outcome.value.structured) }] };
}

async function perform(call: Call): Promise<Result<Extract<CallOutcome, { readonly kind: 'answered' }>, CallRefusal>> {
  const refused = await throughSteps(call, resourceSteps);
  if (refused !== undefined) return refuse(refused);
  const { template, variable } = foundIn(call, 'resource');
  const deps = depsOf(call.runtime, call.tx, call.principal, foundIn(call, 'standing'));
  const answer = await template.read(variable, deps);
  if (!answer.ok) return refuse({ step: 'perform' as const, ...answer.refusal });
  return ok({ kind: 'answered' as const, structured: answer.value });
}
