import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { ok, refuse, type Result } from '@supercargo/kernel';
import { checkScopes, checkSwitches, findStanding } from '../call/check-standing.ts';
import { limitRate } from '../call/limit-rate.ts';
import type { CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import { recordCall } from '../call/record-call.ts';
import { quoted, type CallRefusal } from '../call/refusal.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { matchUri } from './match-uri.ts';

/** `resources/read` by the same steps as a read tool, with the same record. A refusal is an error of the protocol that says why. */
export async function readResource(runtime: Runtime, principal: Principal, uri: string): Promise<ReadResourceResult> {
  const outcome = await perform(runtime, principal, uri);
  await recordCall(
    runtime,
    principal,
    { method: 'resources/read', name: uri, received: { uri: uri.slice(0, 200) }, input: undefined, roles: [] },
    outcome.ok ? outcome.value : { kind: 'refused', refusal: outcome.refusal },
  );
  if (!outcome.ok) {
    const { reason, accepted } = outcome.refusal;
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      accepted === undefined ? `${reason}.` : `${reason}; accepted: ${accepted}.`,
    );
  }
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(outcome.value.structured) }] };
}

async function perform(
  runtime: Runtime,
  principal: Principal,
  uri: string,
): Promise<Result<Extract<CallOutcome, { readonly kind: 'answered' }>, CallRefusal>> {
  const matched = matchUri(runtime.definition.resources, uri);
  if (matched === undefined) {
    return refuse({
      step: 'tool',
      code: 'unknown_resource',
      reason: `there is no resource ${quoted(uri)}`,
      accepted: runtime.definition.resources.map(({ uriTemplate }) => uriTemplate).join(', '),
    });
  }
  const { resource, variable } = matched;
  return runtime.door.read(principal.tenant, async (tx) => {
    const standing = await findStanding(tx, principal, resource.name);
    if (!standing.ok) return standing;
    const refused =
      checkScopes(runtime.definition, standing.value, resource.scopes) ??
      checkSwitches(standing.value) ??
      (await limitRate(runtime, principal, resource.name));
    if (refused !== undefined) return refuse(refused);
    const answer = await resource.read(variable, depsOf(runtime, tx, principal, standing.value));
    if (!answer.ok) return refuse({ step: 'perform' as const, ...answer.refusal });
    return ok({ kind: 'answered' as const, structured: answer.value });
  });
}
