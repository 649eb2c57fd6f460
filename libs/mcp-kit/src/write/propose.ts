import {
  ask,
  LEDGER_REFUSALS,
  planText,
  readRequest,
  type Asker,
  type LedgerRequest,
  type PlanText,
} from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import { assert, ok, refuse, type Result } from '@supercargo/kernel';
import { requiredFor, type PolicyRefusal, type Standing } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import { depsOf } from '../call/perform.ts';
import type { CallRefusal } from '../call/refusal.ts';
import { splitWriteArguments } from '../write-arguments.ts';
import type { PreparedTool, Principal, Runtime } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { cardOf } from './card-of.ts';

/** A plan ready to be asked, with the key that makes asking again the same request. */
export interface PlannedWrite {
  readonly text: PlanText;
  readonly idempotencyKey: string | null;
}

function ledgerRefusal(code: PolicyRefusal | keyof typeof LEDGER_REFUSALS): CallRefusal {
  return {
    step: 'perform',
    code,
    reason: LEDGER_REFUSALS[code],
  };
}

/** Plans a write in the caller's READ ONLY transaction: the tool's facts, the policy's verdict, the card and the canonical text. */
export async function planWrite(
  runtime: Runtime,
  tx: TenantTx,
  principal: Principal,
  standing: Standing,
  prepared: PreparedTool & { readonly tool: WriteTool },
  input: Record<string, unknown>,
): Promise<Result<PlannedWrite, CallRefusal>> {
  const { own, write } = splitWriteArguments(input);
  const { tool } = prepared;
  const proposal = await tool.plan(own, depsOf(runtime, tx, principal, standing));
  if (!proposal.ok) return refuse({ step: 'perform', ...proposal.refusal });
  const server = runtime.definition.name;
  const { amount } = proposal.value;
  const verdict = await requiredFor(tx, { server, tool: tool.name, amount, requester: principal.person });
  if (!verdict.ok) return refuse(ledgerRefusal(verdict.refusal));
  const createdAt = runtime.clock();
  const asker: Asker = { ...principal, personName: standing.personName };
  const expiresAt = new Date(createdAt.getTime() + verdict.value.waitingSeconds * 1000);
  const frame = {
    id: runtime.newId(),
    nonce: runtime.newNonce(),
    createdAt,
    server,
    tool: tool.name,
    definition: prepared.definitionHash,
    arguments: own as CanonicalValue,
    asker,
    caseId: write.caseId,
    verdict: verdict.value,
    card: cardOf(proposal.value, verdict.value, asker, write.words, expiresAt),
  };
  return ok({ text: planText(frame, proposal.value), idempotencyKey: write.idempotencyKey });
}

/** Asks the ledger, and gives the request that now stands for the plan: a new one, or the one an earlier ask made. */
export async function askLedger(tx: TenantTx, planned: PlannedWrite): Promise<Result<LedgerRequest, CallRefusal>> {
  const answer = await ask(tx, planned.text, planned.idempotencyKey);
  if (answer.refusal !== null) {
    const field = answer.refusal === 'idempotency_key_reused' ? { field: 'idempotency_key' } : {};
    return refuse({ ...ledgerRefusal(answer.refusal), ...field });
  }
  assert(answer.requestId !== null, 'the ledger names the request it made');
  const request = await readRequest(tx, answer.requestId);
  assert(request !== undefined, 'a request that was just asked is there');
  return ok(request);
}
