import type { TenantTx } from '@supercargo/tenancy';
import type { PreparedTool } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { askFor } from '../write/ask-for.ts';
import { findEarlier } from '../write/find-earlier.ts';
import { ledgerRefusal } from '../write/ledger-refusal.ts';
import { planWrite } from '../write/plan-write.ts';
import type { CanShow } from '../write/question.ts';
import { findHandedBack, resume } from '../write/resume.ts';
import { requestOf, settle } from '../write/settle.ts';
import { callSteps } from './call-steps.ts';
import type { ToolCall } from './call-tool.ts';
import { foundIn, throughSteps, type Call } from './call.ts';
import type { CallOutcome } from './outcome.ts';
import { answerRead, depsOf, runLedger } from './perform.ts';

/** What a call that passed its steps came to, or what it goes on with in a transaction that may write through the ledger's functions. */
export type Admitted = CallOutcome | { readonly kind: 'write'; readonly run: (tx: TenantTx) => Promise<CallOutcome> };

/** The steps, then what the tool does with the caller's READ ONLY transaction: a read answers, a write plans. */
export async function admit(call: Call, { resumed, canShow }: ToolCall): Promise<Admitted> {
  // What the caller hands back to a write is read beside what the steps read, and looked at after they have passed.
  const isWrite = call.runtime.tools.get(call.name)?.tool.effect === 'write';
  const [refusal, handedBack] = await Promise.all([
    throughSteps(call, callSteps),
    isWrite && resumed !== undefined ? findHandedBack(call.tx, resumed.requestId) : undefined,
  ]);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const prepared = foundIn(call, 'tool');
  const { tool } = prepared;
  const input = foundIn(call, 'input');
  switch (tool.effect) {
    case 'read':
      return answerRead(tool, input, depsOf(call, call.tx));
    case 'ledger':
      return { kind: 'write', run: (tx) => runLedger(tool, input, depsOf(call, tx)) };
    case 'write':
      return resumed === undefined
        ? planned(call, { ...prepared, tool }, canShow)
        : { kind: 'write', run: (tx) => resume(call, tx, tool, handedBack, resumed.answer) };
  }
}

async function planned(
  call: Call,
  prepared: PreparedTool & { readonly tool: WriteTool },
  canShow: CanShow,
): Promise<Admitted> {
  // Sent together: what was asked before is rare, and an answer about it leaves the plan unread.
  const [earlier, plan] = await Promise.all([findEarlier(call, prepared.tool), planWrite(call, prepared)]);
  if (earlier.refusal !== null) return { kind: 'refused', refusal: ledgerRefusal(earlier.refusal) };
  const { requestId } = earlier;
  if (requestId !== null) {
    return {
      kind: 'write',
      run: async (tx) => settle(call, tx, prepared.tool, await requestOf(tx, requestId), canShow),
    };
  }
  if (!plan.ok) return { kind: 'refused', refusal: plan.refusal };
  return { kind: 'write', run: (tx) => askFor(call, tx, prepared.tool, plan.value, canShow) };
}
