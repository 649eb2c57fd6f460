import { planText, verdictOfBorn, type Asker, type Birth, type PlanText, type Proposal } from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import { ok, refuse, type Result, type UntrustedText } from '@supercargo/kernel';
import { requiredFor, type PolicyRefusal } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import { foundIn, type Call } from '../call/call.ts';
import { depsOf } from '../call/perform.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { PreparedTool, Runtime } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { splitWriteArguments } from '../write-arguments.ts';
import { cardOf } from './card-of.ts';
import { ledgerRefusal } from './ledger-refusal.ts';

/** A plan ready to be asked, with the key that makes asking again the same request. */
export interface PlannedWrite {
  readonly text: PlanText;
  readonly idempotencyKey: string | null;
}

export type PreparedWrite = PreparedTool & { readonly tool: WriteTool };

/** Plans a write in the caller's READ ONLY transaction: the tool's facts, the policy's verdict, the card and the canonical text. */
export async function planWrite(call: Call, prepared: PreparedWrite): Promise<Result<PlannedWrite, CallRefusal>> {
  const { runtime, principal, tx } = call;
  const { own, write } = splitWriteArguments(prepared.tool.input, foundIn(call, 'input'));
  const proposal = await prepared.tool.plan(own, depsOf(call, tx));
  if (!proposal.ok) return refuse({ step: 'perform', ...proposal.refusal });
  const asker: Asker = { ...principal, personName: foundIn(call, 'standing').personName };
  const { caseId, words } = write;
  const text = await textOf(runtime, tx, prepared, proposal.value, { own, asker, caseId, words });
  if (!text.ok) return refuse(ledgerRefusal(text.refusal));
  return ok({ text: text.value, idempotencyKey: write.idempotencyKey });
}

/** What a plan says beside its proposal: the tool's own arguments, who asks, and in which circumstances. */
export interface Asking {
  readonly own: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
  readonly caseId: string | null;
  readonly words: UntrustedText | null;
  /** Set where an event led to it. */
  readonly birth?: Birth;
}

/** The canonical text of a proposal with the card that its approvers are shown, by what the policy says now. */
export async function textOf(
  runtime: Runtime,
  tx: TenantTx,
  { tool, definitionHash }: PreparedWrite,
  proposal: Proposal,
  asking: Asking,
): Promise<Result<PlanText, PolicyRefusal>> {
  const { own, asker, caseId, words, birth } = asking;
  const server = runtime.definition.name;
  const { amount, units } = proposal;
  const required = await requiredFor(tx, { server, tool: tool.name, amount, units, requester: asker.person });
  if (!required.ok) return required;
  const verdict = birth === undefined ? required.value : verdictOfBorn(required.value);
  const createdAt = runtime.clock();
  const expiresAt = new Date(createdAt.getTime() + verdict.waitingSeconds * 1000);
  const frame = {
    id: runtime.newId(),
    nonce: runtime.newNonce(),
    createdAt,
    server,
    tool: tool.name,
    definition: definitionHash,
    arguments: own as CanonicalValue,
    asker,
    caseId,
    verdict,
    card: cardOf(proposal, verdict, asker, words, expiresAt),
    ...(birth === undefined ? {} : { birth }),
  };
  return ok(planText(frame, proposal));
}
