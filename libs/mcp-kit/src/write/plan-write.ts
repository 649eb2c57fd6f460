import { planText, type Asker, type PlanText } from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import { ok, refuse, type Result } from '@supercargo/kernel';
import { requiredFor } from '@supercargo/policy';
import { foundIn, type Call } from '../call/call.ts';
import { depsOf } from '../call/perform.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { PreparedTool } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { splitWriteArguments } from '../write-arguments.ts';
import { cardOf } from './card-of.ts';
import { ledgerRefusal } from './ledger-refusal.ts';

/** A plan ready to be asked, with the key that makes asking again the same request. */
export interface PlannedWrite {
  readonly text: PlanText;
  readonly idempotencyKey: string | null;
}

/** Plans a write in the caller's READ ONLY transaction: the tool's facts, the policy's verdict, the card and the canonical text. */
export async function planWrite(
  call: Call,
  { tool, definitionHash }: PreparedTool & { readonly tool: WriteTool },
): Promise<Result<PlannedWrite, CallRefusal>> {
  const { runtime, principal, tx } = call;
  const { own, write } = splitWriteArguments(tool.input, foundIn(call, 'input'));
  const proposal = await tool.plan(own, depsOf(call, tx));
  if (!proposal.ok) return refuse({ step: 'perform', ...proposal.refusal });
  const server = runtime.definition.name;
  const { amount, units } = proposal.value;
  const verdict = await requiredFor(tx, { server, tool: tool.name, amount, units, requester: principal.person });
  if (!verdict.ok) return refuse(ledgerRefusal(verdict.refusal));
  const createdAt = runtime.clock();
  const asker: Asker = { ...principal, personName: foundIn(call, 'standing').personName };
  const expiresAt = new Date(createdAt.getTime() + verdict.value.waitingSeconds * 1000);
  const frame = {
    id: runtime.newId(),
    nonce: runtime.newNonce(),
    createdAt,
    server,
    tool: tool.name,
    definition: definitionHash,
    arguments: own as CanonicalValue,
    asker,
    caseId: write.caseId,
    verdict: verdict.value,
    card: cardOf(proposal.value, verdict.value, asker, write.words, expiresAt),
  };
  return ok({ text: planText(frame, proposal.value), idempotencyKey: write.idempotencyKey });
}
