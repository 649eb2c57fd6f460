import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { traceOf, type TraceContext } from '@supercargo/observe';
import { resourceSteps } from '../call/call-steps.ts';
import { foundIn, throughSteps, type Call, type Found } from '../call/call.ts';
import { doorOf } from '../call/door-of.ts';
import { keepRecord } from '../call/keep-record.ts';
import type { CallEnding, CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import { recordOf, type Faulted } from '../call/record-call.ts';
import type { CallRefusal } from '../call/refusal.ts';
import { refusalSentence, statusError } from '../protocol/status-error.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { endOf, observed } from '../telemetry/observed.ts';

const URI_CHARACTERS_MAX = 200;

/** `resources/read` by the same steps as a read tool, with the same record. A refusal is an error of the protocol that says why. */
export async function readResource(
  runtime: Runtime,
  principal: Principal,
  uri: string,
  trace: TraceContext = traceOf(undefined, undefined),
): Promise<ReadResourceResult> {
  const named = { method: 'resources/read', trace } as const;
  const outcome = await observed(runtime, named, () => recordedRead(runtime, principal, uri, trace), endOf);
  if (outcome.kind === 'refused') throw refusedResource(principal, outcome.refusal, uri);
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(outcome.structured) }] };
}

async function recordedRead(
  runtime: Runtime,
  principal: Principal,
  uri: string,
  { traceId: trace }: TraceContext,
): Promise<CallEnding> {
  const found: Partial<Found> = {};
  const received = { uri: uri.slice(0, URI_CHARACTERS_MAX) };
  const record = (outcome: CallOutcome | Faulted): Promise<void> =>
    keepRecord(
      runtime,
      principal,
      recordOf(runtime, principal, { method: 'resources/read', name: uri, received, found, trace }, outcome),
    );
  let outcome: CallEnding;
  try {
    outcome = await doorOf(runtime, principal).read(principal.tenant, (tx) =>
      perform({ runtime, principal, tx, name: uri, received, found }),
    );
  } catch (fault) {
    // The fault is what the log must hear of, also where the record cannot be written because the database is gone.
    await record({ kind: 'fault' }).catch(() => undefined);
    throw fault;
  }
  await record(outcome);
  return outcome;
}

/**
 * A refusal about a resource, as an error of the protocol: it has no result that could say it. Where one resource was asked for, its address
 * as it was given is in the error’s data.
 */
export function refusedResource(principal: Principal, refusal: CallRefusal, uri?: string): ProtocolError {
  const data = uri === undefined ? undefined : { uri };
  return (
    statusError(principal, refusal) ??
    new ProtocolError(ProtocolErrorCode.InvalidParams, refusalSentence(refusal), data)
  );
}

async function perform(call: Call): Promise<CallEnding> {
  const refusal = await throughSteps(call, resourceSteps);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const { template, variable } = foundIn(call, 'resource');
  const answer = await template.read(variable, depsOf(call, call.tx));
  if (!answer.ok) return { kind: 'refused', refusal: { step: 'perform', ...answer.refusal } };
  return { kind: 'answered', structured: answer.value };
}
