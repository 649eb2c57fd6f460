import type { RowCounts } from '@supercargo/imports';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import type { Reason } from '../../../domain/rma.ts';

/** A rule of the return policy, amounts in the currency beside it. */
export interface FirstRule {
  readonly reason: Reason;
  readonly category: string;
  readonly windowDays: number;
  readonly restockingBp: number;
  readonly limitMinor: number;
}

/** A company that has a policy has its own: not one rule of it is added to. */
const FIRST_POLICY: Statement = {
  name: 'returns_scms_policy',
  text: `with written as (
      insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
      select app.tenant(), x.reason, x.category, x."windowDays", x."restockingBp", x."limitMinor", $2
      from jsonb_to_recordset($1::jsonb) x (reason text, category text, "windowDays" integer, "restockingBp" integer, "limitMinor" bigint)
      where not exists (select from returns.return_policy p where p.tenant_id = app.tenant())
      on conflict do nothing returning 1)
    select (select count(*) from written)::integer as added,
      (select count(*) from returns.return_policy p where p.tenant_id = app.tenant())::integer as before`,
};

/** Gives the company these rules where it has none, and says how many were added and how many there were. */
export async function writeFirstPolicy(
  tx: TenantTx,
  rules: readonly FirstRule[],
  currency: string,
): Promise<RowCounts> {
  const [row] = await tx.query<{ added: number; before: number }>(FIRST_POLICY, [JSON.stringify(rules), currency]);
  return { added: row?.added ?? 0, changed: 0, unchanged: row?.before ?? 0 };
}
