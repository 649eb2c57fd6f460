import type { QueryResultRow } from 'pg';
import type { Parameter, Statement, TenantTx } from './tx.ts';

/** How a list is read: the rows of a page, and how many fit in all, which `count` answers as `total`. */
export interface PageStatements {
  readonly page: Statement;
  readonly count: Statement;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/**
 * One page of a list, and how many rows fit in all. Both statements begin with the same parameters, which say what fits; those of the
 * page go on with where it begins and how long it is.
 */
export async function readPage<Row extends QueryResultRow>(
  tx: TenantTx,
  { page, count }: PageStatements,
  which: readonly Parameter[],
  place: readonly Parameter[],
): Promise<Page<Row>> {
  const [rows, [counted]] = await Promise.all([
    tx.query<Row>(page, [...which, ...place]),
    tx.query<{ total: string }>(count, which),
  ]);
  return { rows, total: Number(counted?.total ?? 0) };
}
