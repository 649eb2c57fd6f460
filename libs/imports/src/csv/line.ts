import { canonicalText } from '@supercargo/audit';
import { refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { FileLine } from '../file/read.ts';
import type { ImportRefusal } from '../file/refusal.ts';
import type { StagedRow } from '../staging/source.ts';
import { uuidOf } from '../uuid.ts';
import type { CsvTable } from './table.ts';

/** Reads one line of a table's file: every value as its column accepts it, then the line as a whole. */
export function parseLine(
  tenant: TenantId,
  { server, table, file }: { readonly server: string; readonly table: CsvTable; readonly file: string },
  { line, columns }: FileLine,
): Result<StagedRow, ImportRefusal> {
  const said = (name: string): string => columns[name] ?? '';
  const ownId = table.own === undefined ? '' : said(table.own.by);
  const values: Record<string, string | null> = {};
  for (const { name, holds, required, blank } of table.columns) {
    if (!Object.hasOwn(columns, name)) continue;
    const mayBeBlank = !required || (ownId !== '' && table.key.includes(name));
    const isBlank = said(name) === '' && mayBeBlank;
    const value = isBlank ? blank : holds.read(said(name), said);
    if (value === undefined) return refuse({ code: 'value', file, line, column: name, accepted: holds.accepted });
    values[name] = value;
  }
  const problem = table.check(values);
  if (problem !== undefined) return refuse({ code: 'value', file, line, ...problem });
  const key = canonicalText(ownId === '' ? table.key.map((name) => values[name] ?? null) : [null, ownId]);
  const made = (): string => uuidOf(canonicalText([server, table.name, tenant, key]));
  const id = table.hasId ? { id: ownId === '' ? made() : ownId } : {};
  return { ok: true, value: { line, key, row: canonicalText({ ...values, ...id }) } };
}
