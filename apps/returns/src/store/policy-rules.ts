import type { TenantTx } from '@supercargo/tenancy';
import type { Reason } from '../domain/rma.ts';
import type { Rule } from '../domain/verdict.ts';

/** A rule of the company's return policy and what it is about. */
export interface PolicyRule extends Rule {
  readonly reason: Reason;
  readonly category: string;
}

interface RuleRow {
  readonly reason: Reason;
  readonly category: string;
  readonly window_days: number;
  readonly restocking_bp: number;
  readonly limit_minor: string;
  readonly currency: string;
  readonly total: string;
}

const RULES = {
  name: 'returns_policy',
  text: `select p.reason, p.category, p.window_days, p.restocking_bp, p.limit_minor, p.currency, count(*) over () as total
         from returns.return_policy p where p.tenant_id = app.tenant() order by p.reason, p.category limit $1`,
} as const;

/** The company's return policy by reason and category, so many rules at most, and how many there are. */
export async function readPolicy(
  tx: TenantTx,
  limit: number,
): Promise<{ readonly rules: readonly PolicyRule[]; readonly total: number }> {
  const rows = await tx.query<RuleRow>(RULES, [limit]);
  return {
    rules: rows.map(({ reason, category, window_days, restocking_bp, limit_minor, currency }) => ({
      ...{ reason, category, windowDays: window_days, restockingBp: restocking_bp },
      limit: { minor: BigInt(limit_minor), currency },
    })),
    total: Number(rows[0]?.total ?? 0),
  };
}
