import type { KnownIds } from '@supercargo/kernel';
import type { Parameter, Statement, TenantTx } from './tx.ts';

/** What a refusal names as accepted: the first ids, and how many there are. Each row of `statement` says both, as `id` and `total`. */
export async function readKnownIds(
  tx: TenantTx,
  statement: Statement,
  parameters: readonly Parameter[] = [],
): Promise<KnownIds> {
  const rows = await tx.query<{ id: string; total: string | number }>(statement, parameters);
  return { ids: rows.map(({ id }) => id), total: Number(rows[0]?.total ?? 0) };
}
