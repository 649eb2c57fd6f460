import { ask, readRequest } from '@supercargo/approval';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { Call } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import type { WriteTool } from '../tool.ts';
import { ledgerRefusal } from './ledger-refusal.ts';
import type { PlannedWrite } from './plan-write.ts';
import type { CanShow } from './question.ts';
import { requestOf, settle } from './settle.ts';

/** Asks the ledger, and settles the request that now stands for the plan: a new one, or the one an earlier ask made. */
export async function askFor(
  call: Call,
  tx: TenantTx,
  tool: WriteTool,
  planned: PlannedWrite,
  canShow: CanShow,
): Promise<CallOutcome> {
  // Statements are done in the order in which they are sent, so what a new request says is asked for without waiting.
  const [answer, asked] = await Promise.all([
    ask(tx, planned.text, planned.idempotencyKey),
    readRequest(tx, planned.text.id),
  ]);
  if (answer.refusal !== null) return { kind: 'refused', refusal: ledgerRefusal(answer.refusal) };
  assert(answer.requestId !== null, 'the ledger names the request that stands');
  return settle(call, tx, tool, asked ?? (await requestOf(tx, answer.requestId)), canShow);
}
