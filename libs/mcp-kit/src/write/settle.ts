import { execute, readRequest, type LedgerRequest, type WriteAnswer } from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import type { Principal, Runtime } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { answerOf } from './answer-of.ts';

async function requestOf(tx: TenantTx, id: string): Promise<LedgerRequest> {
  const request = await readRequest(tx, id);
  assert(request !== undefined, 'a request does not disappear');
  return request;
}

/** The answer about a request; of an executed one with its result read back from the system of record. */
export async function answerAbout(
  runtime: Runtime,
  tx: TenantTx,
  principal: Principal,
  tool: WriteTool,
  request: LedgerRequest,
): Promise<WriteAnswer> {
  if (request.state !== 'executed') return answerOf(request, {});
  assert(request.result !== null, 'an executed request has a result');
  const result = JSON.parse(request.result) as Record<string, CanonicalValue>;
  return answerOf(request, await tool.readBack(result, depsOf(runtime, tx, principal, { roles: [] })));
}

/**
 * Takes a request as far as it can go now: executes it where it is approved, asks the host's person where their consent is enough, and
 * otherwise says what must happen next. Executing an ended request again does nothing.
 */
export async function settle(
  runtime: Runtime,
  principal: Principal,
  tool: WriteTool,
  requestId: string,
  options: { readonly mayElicit: boolean },
): Promise<CallOutcome> {
  const before = await runtime.door.read(principal.tenant, (tx) => requestOf(tx, requestId));
  if (before.state === 'waiting' && before.tier === 'consent' && options.mayElicit) {
    return { kind: 'consent', request: before };
  }
  if (before.state === 'approved') {
    await runtime.door.write(principal.tenant, (tx) => execute(tx, tool.execute, requestId));
  }
  return runtime.door.read(principal.tenant, async (tx): Promise<CallOutcome> => {
    const request = await requestOf(tx, requestId);
    return { kind: 'answered', structured: await answerAbout(runtime, tx, principal, tool, request), request };
  });
}
