import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { Run, StagedRow } from '../source.ts';
import * as statements from './statements.ts';

/** False where another import holds the tenant's lock. Held until `tx` ends, however it ends. */
export async function lockImports(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(statements.LOCK, [tx.tenant]);
  return row?.locked === true;
}

export interface RunOf {
  readonly server: string;
  readonly source: string;
  readonly format: string;
  readonly fileSha256: string;
  readonly mapping: string;
}

/**
 * The run of this file that did not end, or a new one. What was staged of other files, or of this one by another version of its reader, is
 * dropped: one unfinished import per server and tenant.
 */
export async function findOrBeginRun(
  tx: TenantTx,
  { server, source, format, fileSha256, mapping }: RunOf,
): Promise<Run> {
  const parameters = [tx.tenant, server, source, fileSha256, mapping, format];
  await tx.query(statements.END_OTHER_RUNS, parameters);
  await tx.query(statements.DROP_ENDED_ROWS, [tx.tenant, server]);
  await tx.query(statements.BEGIN_RUN, parameters);
  const [row] = await tx.query<{ id: string; lines: string; each_once: boolean }>(statements.FIND_RUN, parameters);
  assert(row !== undefined, 'a run is there once it was begun');
  return { id: row.id, resumedAfter: Number(row.lines), eachOnce: row.each_once };
}

export interface Stretch {
  /** Lines of the run before and after these rows. */
  readonly before: number;
  readonly after: number;
}

/** Gives how many rows were new to the run; undefined where somebody else went on with it. */
export async function stageRows(
  tx: TenantTx,
  run: Run,
  { before, after }: Stretch,
  rows: readonly StagedRow[],
): Promise<number | undefined> {
  const [counts] = await tx.query<{ moved: number; staged: number }>(statements.STAGE_ROWS, [
    ...[tx.tenant, run.id, before, after],
    ...[rows.map(({ line }) => String(line)), rows.map(({ key }) => key), rows.map(({ row }) => row)],
  ]);
  return counts?.moved === 1 ? counts.staged : undefined;
}

export interface RepeatedRow {
  readonly line: number;
  readonly firstLine: number;
  readonly firstRow: string;
}

/** Which of the rows have a key that an earlier line has. Their order is that of the file. */
export async function repeatedRows(
  tx: TenantTx,
  run: Run,
  rows: readonly StagedRow[],
): Promise<readonly RepeatedRow[]> {
  const found = await tx.query<{ line: string; first_line: string; first_row: string }>(statements.REPEATED_ROWS, [
    ...[tx.tenant, run.id, rows.map(({ line }) => String(line)), rows.map(({ key }) => key)],
  ]);
  return found.map((row) => ({
    line: Number(row.line),
    firstLine: Number(row.first_line),
    firstRow: row.first_row,
  }));
}

/** False where the run was ended or went on in another process. */
export async function claimRun(tx: TenantTx, run: Run, lines: number): Promise<boolean> {
  return (await tx.query(statements.CLAIM_RUN, [tx.tenant, run.id, lines])).length === 1;
}

/** Ends a run and drops what it staged. One that ended before stays as it is. */
export async function endRun(tx: TenantTx, run: Run, state: 'done' | 'refused'): Promise<void> {
  await tx.query(statements.END_RUN, [tx.tenant, run.id, state]);
}

/** Appends one record to the audit log, in the transaction of what it records. */
export async function insertAuditEntry(tx: TenantTx, record: Readonly<Record<string, CanonicalValue>>): Promise<void> {
  await tx.query(statements.INSERT_AUDIT_ENTRY, [tx.tenant, canonicalText(record)]);
}
