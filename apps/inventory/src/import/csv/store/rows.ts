import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { RowCounts } from '../../staging/report.ts';
import type { Run } from '../../staging/source.ts';
import type { CsvTable } from '../table.ts';
import { statementsOf } from './statements.ts';

/** The first line that cannot be written, by what is there already. */
export type Obstacle =
  | {
      readonly kind: 'reference';
      readonly line: number;
      readonly column: string;
      readonly to: CsvTable['references'][number]['to'];
      readonly said: string;
    }
  | { readonly kind: 'recorded'; readonly line: number; readonly column: string }
  | { readonly kind: 'settled'; readonly line: number };

export async function findObstacle(
  tx: TenantTx,
  run: Run,
  table: CsvTable,
  present: readonly string[],
): Promise<Obstacle | undefined> {
  const statements = statementsOf(table, present);
  const parameters = [tx.tenant, run.id];
  if (statements.unknownReference !== undefined) {
    const [row] = await tx.query<{
      line: string;
      column: string;
      to: CsvTable['references'][number]['to'];
      said: string;
    }>(statements.unknownReference, parameters);
    if (row !== undefined) return { ...row, kind: 'reference', line: Number(row.line) };
  }
  if (statements.recordedOtherwise !== undefined) {
    const [row] = await tx.query<{ line: string; column: string }>(statements.recordedOtherwise, parameters);
    if (row !== undefined) return { kind: 'recorded', line: Number(row.line), column: row.column };
  }
  if (statements.settled !== undefined) {
    const [row] = await tx.query<{ line: string }>(statements.settled, parameters);
    if (row !== undefined) return { kind: 'settled', line: Number(row.line) };
  }
  return undefined;
}

/** Writes all staged rows of a table where they are new or different. */
export async function writeRows(
  tx: TenantTx,
  run: Run,
  table: CsvTable,
  present: readonly string[],
): Promise<RowCounts> {
  const [row] = await tx.query<{ given: number; added: number; changed: number }>(statementsOf(table, present).write, [
    ...[tx.tenant, run.id],
  ]);
  assert(row !== undefined, 'a select of counts gives a row');
  const { given, added, changed } = row;
  return { added, changed, unchanged: given - added - changed };
}
