import type { TenantTx } from '@supercargo/tenancy';
import type { PlanText } from '../plan.ts';
import { toAnswer, type AnswerRow, type LedgerAnswer } from './answer-row.ts';

const ASK = { name: 'approval_ask', text: 'select * from approval.ask($1, $2, $3)' } as const;
const ASK_BORN = { name: 'approval_ask_born', text: 'select * from approval.ask_born($1, $2, $3)' } as const;
const FIND = { name: 'approval_find_asked', text: 'select * from approval.find_asked($1, $2, $3, $4)' } as const;
const CONSENT = { name: 'approval_consent', text: 'select * from approval.record_consent($1, $2)' } as const;
const WITHDRAW = { name: 'approval_withdraw', text: 'select * from approval.withdraw($1, $2, $3)' } as const;
const EXPIRE = { name: 'approval_expire', text: 'select approval.expire($1) as expired' } as const;
const DECIDE = {
  name: 'approval_decide_by_secret',
  text: 'select * from approval.decide_by_secret($1, $2, $3, $4, $5, $6)',
} as const;

const DECIDE_SIGNED_IN = {
  name: 'approval_decide_signed_in',
  text: 'select * from approval.decide_signed_in($1, $2, $3, $4, $5)',
} as const;

/** Writes down a plan that waits for approval, or gives the request that an earlier ask already stands for. */
export async function ask(tx: TenantTx, text: PlanText, idempotencyKey: string | null): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(ASK, [text.plan, text.card, idempotencyKey]);
  return toAnswer(row);
}

/** Writes down a plan that the event which this transaction took led to. An event leads to one request. */
export async function askBorn(tx: TenantTx, eventId: string, text: PlanText): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(ASK_BORN, [eventId, text.plan, text.card]);
  return toAnswer(row);
}

/** The request that a call with these arguments already stands for, before it is planned; its id is null when there is none. */
export async function findAsked(
  tx: TenantTx,
  asked: {
    readonly tool: string;
    readonly requester: string;
    /** Canonical text of the tool's own arguments. */
    readonly arguments: string;
    readonly idempotencyKey: string | null;
  },
): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(FIND, [asked.tool, asked.requester, asked.arguments, asked.idempotencyKey]);
  return toAnswer(row);
}

/** The requester's own yes, given in the host to the plan with this digest. */
export async function recordConsent(tx: TenantTx, requestId: string, planDigest: Buffer): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(CONSENT, [requestId, planDigest]);
  return toAnswer(row);
}

/** The requester takes a request back while nothing was done. */
export async function withdraw(
  tx: TenantTx,
  requestId: string,
  person: string,
  reason: string | null,
): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(WITHDRAW, [requestId, person, reason]);
  return toAnswer(row);
}

/** Ends a request whose time is over; false where it is not. */
export async function expire(tx: TenantTx, requestId: string): Promise<boolean> {
  const [row] = await tx.query<{ expired: boolean }>(EXPIRE, [requestId]);
  return row?.expired === true;
}

/** Another person's decision, with their own secret, about the plan with this digest. A wrong secret is an answer, and is counted. */
export async function decideBySecret(
  tx: TenantTx,
  decision: {
    readonly requestId: string;
    readonly person: string;
    readonly secret: string;
    readonly planDigest: Buffer;
    readonly approve: boolean;
    readonly reason: string | null;
  },
): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(DECIDE, [
    decision.requestId,
    decision.person,
    decision.secret,
    decision.planDigest,
    decision.approve,
    decision.reason,
  ]);
  return toAnswer(row);
}

/** Another person's decision about the plan with this digest, signed in to the console. How recently they must have the database says. */
export async function decideSignedIn(
  tx: TenantTx,
  decision: {
    readonly requestId: string;
    readonly person: string;
    readonly planDigest: Buffer;
    readonly approve: boolean;
    readonly reason: string | null;
  },
): Promise<LedgerAnswer> {
  const { requestId, person, planDigest, approve, reason } = decision;
  const [row] = await tx.query<AnswerRow>(DECIDE_SIGNED_IN, [requestId, person, planDigest, approve, reason]);
  return toAnswer(row);
}

/** Executes an approved request by the effect function of its tool, which takes the request's id and nothing else. */
export async function execute(tx: TenantTx, effect: EffectFunction, requestId: string): Promise<LedgerAnswer> {
  const [row] = await tx.query<AnswerRow>(
    { name: `execute_${effect}`, text: `select request_id, state, refusal, detail from ${effect}($1)` },
    [requestId],
  );
  return toAnswer(row);
}

/** A trade's effect function, such as `inventory.create_reorder`: a name of ours, never a caller's. */
export type EffectFunction = `${string}.${string}`;
