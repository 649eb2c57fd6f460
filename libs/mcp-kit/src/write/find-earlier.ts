import { findAsked, type LedgerAnswer } from '@supercargo/approval';
import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { foundIn, type Call } from '../call/call.ts';
import type { WriteTool } from '../tool.ts';
import { splitWriteArguments } from '../write-arguments.ts';

/**
 * The request that this call already stands for. Looked up before planning: once a reorder is cancelled, planning to cancel it again
 * would be refused, and a client that lost the answer would never hear that it was done.
 */
export function findEarlier(call: Call, tool: WriteTool): Promise<LedgerAnswer> {
  const { own, write } = splitWriteArguments(tool.input, foundIn(call, 'input'));
  return findAsked(call.tx, {
    tool: tool.name,
    requester: call.principal.person,
    arguments: canonicalText(own as CanonicalValue),
    idempotencyKey: write.idempotencyKey,
  });
}
