import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { SpendingDimension, SpendingSpan } from '../seed/spending-caps.ts';
import type { BudgetLine, SpendingRefusal, Spent } from '../spending.ts';

interface BudgetRow {
  readonly dimension: SpendingDimension;
  readonly holder: string;
  readonly span: SpendingSpan;
  readonly cap: string | null;
  readonly spent: string;
}

interface RefusalRow {
  readonly refusal: SpendingRefusal['refusal'] | null;
  readonly dimension: SpendingDimension;
  readonly span: SpendingSpan;
  readonly room_at: Date | null;
  readonly words: string;
}

const BUDGET = {
  name: 'policy_budget_of',
  text: 'select dimension, holder, span, cap, spent from policy.budget_of($1, $2, $3, $4, $5)',
} as const;

const REFUSED = {
  name: 'policy_spending_refused',
  text: 'select * from policy.spending_refused($1, $2, $3, $4, $5, $6::bigint)',
} as const;

const SPLIT = {
  name: 'policy_looks_split',
  text: 'select policy.looks_split($1, $2, null, $3, $4, $5, $6, $7, $8::bigint, $9::text[]::bigint[]) as split',
} as const;

/** The windows that this person may see: finance all, anybody else what they ask for. A payee or cost centre that is null is left out. */
export async function readBudget(
  tx: TenantTx,
  of: {
    readonly person: string;
    readonly agent: string | null;
    readonly payee: string | null;
    readonly costCentre: string | null;
  },
  currency: string,
): Promise<readonly BudgetLine[]> {
  const rows = await tx.query<BudgetRow>(BUDGET, [of.person, of.agent, of.payee, of.costCentre, currency]);
  return rows.map(({ dimension, holder, span, cap, spent }) => ({
    ...{ dimension, holder, span },
    cap: cap === null ? null : { minor: BigInt(cap), currency },
    spent: { minor: BigInt(spent), currency },
  }));
}

/** Why an amount would not leave now, or undefined. To know early: the same is asked again when it leaves, under a lock. */
export async function spendingRefused(
  tx: TenantTx,
  { requester, agent, payee, costCentre }: Spent,
  amount: Money,
): Promise<SpendingRefusal | undefined> {
  const [row] = await tx.query<RefusalRow>(REFUSED, [
    ...[requester, agent, payee, costCentre, amount.currency],
    amount.minor,
  ]);
  if (row === undefined || row.refusal === null) return undefined;
  return {
    ...{ refusal: row.refusal, dimension: row.dimension, span: row.span },
    ...{ roomAt: row.room_at, words: row.words },
  };
}

/** Whether an amount, others of its payee and what left to it within 24 hours look like one payment in parts. */
export async function looksSplit(
  tx: TenantTx,
  { requester, agent, payee, costCentre }: Spent,
  asked: { readonly server: string; readonly tool: string; readonly amount: Money; readonly others: readonly bigint[] },
): Promise<boolean> {
  const { server, tool, amount, others } = asked;
  const [row] = await tx.query<{ split: boolean }>(SPLIT, [
    ...[server, tool, requester, agent, payee, costCentre, amount.currency],
    amount.minor,
    others.map(String),
  ]);
  return row?.split === true;
}
