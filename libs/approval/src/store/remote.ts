import type { CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { isLedgerRefusal, type LedgerRefusal } from '../refusals.ts';
import { toAnswer, type AnswerRow, type LedgerAnswer } from './answer-row.ts';
import type { EffectFunction } from './ledger.ts';

/** The parts of a stored plan that a foreign system is told of. */
export interface RemotePlan {
  readonly effect: Readonly<Record<string, CanonicalValue>>;
  /** In minor units. */
  readonly amount_minor: string | null;
  readonly currency: string | null;
}

/** A remote execution with the lease that this worker holds on it now. */
export interface Lease {
  readonly executionId: string;
  readonly requestId: string;
  readonly tool: string;
  /** Send it: answered once in its life. Ask about it. Or drop it: it never left, and may leave no more. */
  readonly step: 'send' | 'ask' | 'drop';
  /** Which holder of the lease this is: only the last one concludes. */
  readonly fence: bigint;
  readonly plan: RemotePlan;
  /** The foreign system takes it no more after this. */
  readonly expiresAt: Date;
  /** Why it is dropped. */
  readonly detail: string | null;
}

interface ClaimedRow {
  readonly execution_id: string;
  readonly request_id: string | null;
  readonly tool: string | null;
  readonly step: Lease['step'] | null;
  readonly fence: string | null;
  readonly plan: RemotePlan | null;
  readonly expires_at: Date | null;
  readonly refusal: string | null;
  readonly detail: string | null;
}

const CLAIM = {
  name: 'approval_claim',
  text: 'select execution_id, request_id, tool, step, fence, plan, expires_at, refusal, detail from approval.claim($1, $2)',
} as const;

/**
 * Takes the lease of a remote execution, or says why there is nothing to do. The step holds once the transaction has committed: nothing
 * leaves before.
 */
export async function claim(tx: TenantTx, executionId: string, leaseMs: number): Promise<Lease | LedgerRefusal> {
  const [row] = await tx.query<ClaimedRow>(CLAIM, [executionId, leaseMs]);
  assert(row !== undefined, 'a function of the ledger answers with one row');
  const { request_id: requestId, tool, step, fence, plan, expires_at: expiresAt, refusal, detail } = row;
  if (refusal !== null) {
    assert(isLedgerRefusal(refusal), `the ledger refused with a known code: ${refusal}`);
    return refusal;
  }
  assert(
    requestId !== null && tool !== null && step !== null && fence !== null && plan !== null && expiresAt !== null,
    'a lease is whole',
  );
  return { executionId, requestId, tool, step, fence: BigInt(fence), plan, expiresAt, detail };
}

/** What the foreign system said of an execution, by who holds its lease. */
export interface Settlement {
  readonly executionId: string;
  readonly fence: bigint;
  readonly outcome: 'executed' | 'failed';
  /** What an executed one is called there; why a failed one failed, in words of ours. */
  readonly words: string;
}

/** Concludes a remote execution by its trade's settle function. A holder whose lease went to another is refused: `stale`. */
export async function settleRemote(
  tx: TenantTx,
  settle: EffectFunction,
  { executionId, fence, outcome, words }: Settlement,
): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(
    { name: `settle_${settle}`, text: `select request_id, state, refusal, detail from ${settle}($1, $2, $3, $4)` },
    [executionId, fence, outcome, words],
  );
  return toAnswer(row);
}

/** Nobody knows whether it happened. It is asked about after a pause, and never sent again. */
export async function markUnknown(
  tx: TenantTx,
  unknown: EffectFunction,
  { executionId, fence, reason }: Pick<Lease, 'executionId' | 'fence'> & { readonly reason: string },
): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(
    { name: `unknown_${unknown}`, text: `select request_id, state, refusal, detail from ${unknown}($1, $2, $3)` },
    [executionId, fence, reason],
  );
  return toAnswer(row);
}
