import { execute, readRequest, type LedgerRequest, type WriteAnswer } from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { Call } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import { depsOf } from '../call/perform.ts';
import type { ToolDeps, WriteTool } from '../tool.ts';
import { answerOf } from './answer-of.ts';
import { questionAbout, type CanShow } from './question.ts';

/** A request that an earlier statement has named. */
export async function requestOf(tx: TenantTx, id: string): Promise<LedgerRequest> {
  const request = await readRequest(tx, id);
  assert(request !== undefined, 'a request does not disappear');
  return request;
}

/** The answer about a request; of an executed one with its result read back from the system of record. */
async function answerAbout(
  tool: WriteTool,
  request: LedgerRequest,
  deps: ToolDeps,
  consoleOrigin: string | undefined,
): Promise<WriteAnswer> {
  if (request.state !== 'executed') return answerOf(request, {}, consoleOrigin);
  assert(request.result !== null, 'an executed request has a result');
  const result = JSON.parse(request.result) as Record<string, CanonicalValue>;
  return answerOf(request, await tool.readBack(result, deps), consoleOrigin);
}

/**
 * Takes a request as far as it can go now: executes it where it is approved, asks the host's person what there is to ask, and otherwise
 * says what must happen next. Executing an ended request again does nothing.
 */
export async function settle(
  call: Call,
  tx: TenantTx,
  tool: WriteTool,
  before: LedgerRequest,
  canShow: CanShow,
): Promise<CallOutcome> {
  const { consoleOrigin } = call.runtime;
  const question = questionAbout(before, canShow, consoleOrigin);
  if (question !== undefined) return question;
  let request = before;
  if (before.state === 'approved') {
    // Statements are done in the order in which they are sent, so what stands afterwards is asked for without waiting.
    [, request] = await Promise.all([execute(tx, tool.execute, before.id), requestOf(tx, before.id)]);
  }
  const structured = await answerAbout(tool, request, depsOf(call, tx), consoleOrigin);
  return { kind: 'answered', structured, request };
}
