import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TenantId, type Result } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import type { ImportOptions } from '../staging/import-file.ts';
import { importCsv } from './import-csv.ts';
import { readMapping } from './mapping.ts';
import type { CsvReport } from './source.ts';
import { CSV_TABLES } from './tables/all.ts';

/** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
export const LINES = {
  suppliers: { id: 'SUP-TEA', name: 'Nilgiri Tea Estates' },
  warehouses: { id: 'HAM-1', name: 'Hamburg, Speicherstadt', country: 'DE', locode: 'DEHAM' },
  items: {
    sku: 'TEA-ASM',
    description: 'Assam "second flush", 500 g',
    unit: 'EA',
    supplier: 'SUP-TEA',
    currency: 'EUR',
    price: '8.20',
    price_as_of: '2026-11-20T07:00+01:00',
    lead_time_days: '24',
    reorder_point: '120',
    safety_stock: '40',
  },
  stock: { sku: 'TEA-ASM', warehouse: 'HAM-1', on_hand: '260', allocated: '44', recorded_at: '2026-11-20' },
  movements: {
    movement: 'MV-1',
    sku: 'TEA-ASM',
    warehouse: 'HAM-1',
    kind: 'issue',
    quantity: '-5',
    occurred_at: '2026-11-19T10:30:00Z',
    reference: 'DN-7',
    reason: 'sold',
  },
  purchase_orders: {
    number: 'PO-4711',
    sku: 'TEA-ASM',
    supplier: 'SUP-TEA',
    warehouse: 'HAM-1',
    quantity: '200',
    currency: 'EUR',
    price: '8.20',
    ordered_at: '2026-11-18T09:00:00Z',
    expected_on: '2026-12-12',
    state: 'open',
    received_at: '',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TableName = keyof typeof LINES;
export type Line = Readonly<Record<string, string>>;

/** The text of a file with these lines, each with the columns of the first. */
export function csvOf(lines: readonly Line[], header: readonly string[] = Object.keys(lines[0] ?? {})): string {
  return [header, ...lines.map((line) => header.map((name) => line[name] ?? ''))]
    .map(
      (row) => `${row.map((value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`,
    )
    .join('');
}

export interface CsvOptions extends ImportOptions {
  readonly map?: readonly string[];
}

export interface CsvImports {
  /** Writes a file and imports it. */
  readonly import: (
    tenant: string,
    table: TableName,
    content: string | Buffer,
    options?: CsvOptions,
  ) => Promise<Imported>;
  /** Imports the one valid line of each table before this one, and of this one. */
  readonly fill: (tenant: string, upTo?: TableName) => Promise<void>;
  /** Where a file may be written. */
  readonly path: () => string;
  readonly remove: () => Promise<void>;
}

export type Imported = Result<CsvReport, ImportRefusal | string>;

export async function csvImports(door: TenantDoor): Promise<CsvImports> {
  const folder = await mkdtemp(join(tmpdir(), 'csv-'));
  let files = 0;
  const path = (): string => {
    files += 1;
    return join(folder, `file-${files}.csv`);
  };
  const importContent: CsvImports['import'] = async (tenant, name, content, { map = [], ...options } = {}) => {
    const table = CSV_TABLES.find((known) => known.name === name);
    if (table === undefined) throw new Error(name);
    const mapping = readMapping(table, map);
    if (!mapping.ok) return mapping;
    const file = path();
    await writeFile(file, content);
    return importCsv(door, TenantId.parse(tenant), { table, file, mapping: mapping.value }, options);
  };
  return {
    path,
    import: importContent,
    fill: async (tenant, upTo = 'purchase_orders') => {
      for (const [name, line] of Object.entries(LINES) as [TableName, Line][]) {
        const result = await importContent(tenant, name, csvOf([line]));
        if (!result.ok) throw new Error(JSON.stringify(result.refusal));
        if (name === upTo) return;
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
