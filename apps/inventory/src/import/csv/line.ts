import { createHash } from 'node:crypto';
import { canonicalText } from '@supercargo/audit';
import { refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { FileLine } from '../file/read.ts';
import type { ImportRefusal } from '../file/refusal.ts';
import type { StagedRow } from '../staging/source.ts';
import type { CsvTable } from './table.ts';

/** Reads one line of a table's file: every value as its column accepts it, then the line as a whole. */
export function parseLine(
  tenant: TenantId,
  table: CsvTable,
  file: string,
  { line, columns }: FileLine,
): Result<StagedRow, ImportRefusal> {
  const said = (name: string): string => columns[name] ?? '';
  const values: Record<string, string | null> = {};
  for (const { name, holds, required, blank } of table.columns) {
    if (!Object.hasOwn(columns, name)) continue;
    const isBlank = said(name) === '' && !required;
    const value = isBlank ? blank : holds.read(said(name), said);
    if (value === undefined) return refuse({ code: 'value', file, line, column: name, accepted: holds.accepted });
    values[name] = value;
  }
  const problem = table.check(values);
  if (problem !== undefined) return refuse({ code: 'value', file, line, ...problem });
  const key = canonicalText(table.key.map((name) => values[name] ?? null));
  const id = table.hasId ? { id: idOf(tenant, table.name, key) } : {};
  return { ok: true, value: { line, key, row: canonicalText({ ...values, ...id }) } };
}

/** A UUID of RFC 9562 version 8: the same row of the same tenant has the same one in every import. */
function idOf(tenant: TenantId, table: string, key: string): string {
  const bytes = createHash('sha256')
    .update(canonicalText(['inventory', table, tenant, key]))
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
