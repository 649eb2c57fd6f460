import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  importCsv,
  readMapping,
  type CsvReport,
  type CsvTable,
  type ImportOptions,
  type ImportRefusal,
} from '@supercargo/imports';
import { TenantId, type Result } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';

/** Values of a line by the names of their columns. */
export type CsvLine = Readonly<Record<string, string>>;

/** The text of a file with these lines, each with the columns of the first. */
export function csvOf(lines: readonly CsvLine[], header: readonly string[] = Object.keys(lines[0] ?? {})): string {
  return [header, ...lines.map((line) => header.map((name) => line[name] ?? ''))]
    .map(
      (row) => `${row.map((value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`,
    )
    .join('');
}

export interface CsvOptions extends ImportOptions {
  readonly map?: readonly string[];
}

/** What a test imports CSV files into. */
export interface CsvOf<Table extends string> {
  readonly server: string;
  readonly csvTables: readonly CsvTable[];
  /** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
  readonly lines: Readonly<Record<Table, CsvLine>>;
}

export interface CsvImports<Table extends string> {
  /** Writes a file and imports it. */
  readonly import: (
    tenant: string,
    table: Table,
    content: string | Buffer,
    options?: CsvOptions,
  ) => Promise<CsvImported>;
  /** Imports the one valid line of each table before this one, and of this one; without it of all. */
  readonly fill: (tenant: string, upTo?: Table) => Promise<void>;
  /** Where a file may be written. */
  readonly path: () => string;
  readonly remove: () => Promise<void>;
}

export type CsvImported = Result<CsvReport, ImportRefusal | string>;

/** Imports into a server's tables from files in a folder of its own, which the caller removes after its last test. */
export async function csvImports<Table extends string>(
  door: TenantDoor,
  { server, csvTables, lines }: CsvOf<Table>,
): Promise<CsvImports<Table>> {
  const folder = await mkdtemp(join(tmpdir(), 'csv-'));
  let files = 0;
  const path = (): string => {
    files += 1;
    return join(folder, `file-${files}.csv`);
  };
  const importContent: CsvImports<Table>['import'] = async (tenant, name, content, { map = [], ...options } = {}) => {
    const table = csvTables.find((known) => known.name === name);
    if (table === undefined) throw new Error(name);
    const mapping = readMapping(table, map);
    if (!mapping.ok) return mapping;
    const file = path();
    await writeFile(file, content);
    return importCsv(door, TenantId.parse(tenant), { server, table, file, mapping: mapping.value }, options);
  };
  return {
    path,
    import: importContent,
    fill: async (tenant, upTo) => {
      for (const [name, line] of Object.entries<CsvLine>(lines) as [Table, CsvLine][]) {
        const result = await importContent(tenant, name, csvOf([line]));
        if (!result.ok) throw new Error(JSON.stringify(result.refusal));
        if (name === upTo) return;
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
