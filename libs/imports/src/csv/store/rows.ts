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
      readonly said: string;
    }
  | { readonly kind: 'recorded'; readonly line: number; readonly column: string }
  | { readonly kind: 'own'; readonly line: number; readonly column: string }
  | {
      readonly kind: 'stands';
      readonly line: number;
      /** What the row is known by, as the file says it. */
      readonly row: string;
      readonly from: string;
      readonly to: string;
    };

export async function findObstacle(
  tx: TenantTx,
  run: Run,
  table: CsvTable,
  present: readonly string[],
): Promise<Obstacle | undefined> {
  const statements = statementsOf(table, present);
  const parameters = [tx.tenant, run.id];
  if (statements.unknownReference !== undefined) {
    const [row] = await tx.query<{ line: string; column: string; said: string }>(
      statements.unknownReference,
      parameters,
    );
    if (row !== undefined) return { ...row, kind: 'reference', line: Number(row.line) };
  }
  if (statements.recordedOtherwise !== undefined) {
    const [row] = await tx.query<{ line: string; column: string }>(statements.recordedOtherwise, parameters);
    if (row !== undefined) return { kind: 'recorded', line: Number(row.line), column: row.column };
  }
  if (statements.own !== undefined) {
    const [row] = await tx.query<{ line: string; row: string; column: string; from?: string; to?: string }>(
      statements.own,
      parameters,
    );
    if (row !== undefined) {
      const { column, from = '', to = '' } = row;
      const line = Number(row.line);
      return column === table.stands?.column
        ? { kind: 'stands', line, row: row.row, from, to }
        : { kind: 'own', line, column };
    }
  }
  if (statements.stands !== undefined) {
    const [row] = await tx.query<{ line: string; row: string; from: string; to: string }>(
      statements.stands,
      parameters,
    );
    if (row !== undefined) return { ...row, kind: 'stands', line: Number(row.line) };
  }
  return undefined;
}

/** Whether the database did not take a row because of a value or a constraint. Its message names what is inside, so nobody is told it. */
export function isNotTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code);
}

/** Writes all staged rows of a table where they are new or different. */
export async function writeRows(
  tx: TenantTx,
  run: Run,
  table: CsvTable,
  present: readonly string[],
): Promise<RowCounts> {
  const [row] = await tx.query<{ given: number; added: number; changed: number; older: number | null }>(
    statementsOf(table, present).write,
    [tx.tenant, run.id],
  );
  assert(row !== undefined, 'a select of counts gives a row');
  const { given, added, changed, older } = row;
  const unchanged = given - added - changed - (older ?? 0);
  return { added, changed, unchanged, ...(older === null ? {} : { older }) };
}
