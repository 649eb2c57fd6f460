import { basename } from 'node:path';
import { canonicalText } from '@supercargo/audit';
import { untrusted, type TenantId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { recordImport } from '../staging/record.ts';
import type { RowCounts } from '../staging/report.ts';
import { LINES_MAX, type FileFacts, type Run, type Source, type StagedRow } from '../staging/source.ts';
import { columnsOf, type Mapping } from './header.ts';
import { parseLine } from './line.ts';
import { findObstacle, writeRows } from './store/rows.ts';
import type { CsvTable } from './table.ts';

const VALUE_CHARACTERS_MAX = 80;

export interface CsvReport extends Omit<FileFacts, 'columnsUnknown'> {
  readonly source: string;
  readonly file: string;
  readonly table: string;
  readonly rows: RowCounts;
  /** Lines that an import which did not end had staged before this one went on. */
  readonly resumedAfter: number;
}

/** A file of one table, read once. */
export function csvSource(
  tenant: TenantId,
  table: CsvTable,
  file: string,
  mapping: Mapping,
): Source<StagedRow, CsvReport> {
  const columns = columnsOf(table, mapping);
  let present: readonly string[] = [];
  const name = `csv-${table.name.replaceAll('_', '-')}`;
  return {
    name,
    mapping: canonicalText(Object.fromEntries(mapping)),
    columns: {
      ...columns,
      readHeader: (fields) => {
        const header = columns.readHeader(fields);
        if (!('code' in header)) present = header.names;
        return header;
      },
    },
    keyColumn: [table.key.join(' and '), ...(table.own === undefined ? [] : [table.own.by])].join(' or '),
    linesMax: LINES_MAX,
    parse: (line) => parseLine(tenant, table, file, line),
    keep: () => undefined,
    differs: (first, second) => {
      const [one, other] = [valuesOf(first), valuesOf(second)];
      return present.find((column) => one[column] !== other[column]);
    },
    check: (tx, run) => refusalOf(tx, run, { table, present, file }),
    write: async (tx, run, { columnsUnknown: _none, ...facts }, record) => {
      const rows = await writeRows(tx, run, table, present);
      const { resumedAfter } = run;
      const report = { source: name, file: basename(file), table: table.name, ...facts, rows, resumedAfter };
      if (record) await recordImport(tx, report, { rows: { [table.name]: { ...rows } } });
      return report;
    },
  };
}

function valuesOf(row: string): Readonly<Record<string, string | null>> {
  return JSON.parse(row) as Readonly<Record<string, string | null>>;
}

const THERE = {
  supplier: 'the id of a supplier that is there; import suppliers first',
  warehouse: 'the id of a warehouse that is there; import warehouses first',
  item: 'the SKU of an item that is there; import items first',
} as const;

async function refusalOf(
  tx: TenantTx,
  run: Run,
  { table, present, file }: { readonly table: CsvTable; readonly present: readonly string[]; readonly file: string },
): Promise<ImportRefusal | undefined> {
  const obstacle = await findObstacle(tx, run, table, present);
  switch (obstacle?.kind) {
    case undefined:
      return undefined;
    case 'reference': {
      const { line, column, to } = obstacle;
      const said = untrusted('csv', obstacle.said, VALUE_CHARACTERS_MAX).text;
      return { code: 'reference', file, line, column, said, accepted: THERE[to] };
    }
    case 'recorded': {
      const { line, column } = obstacle;
      return { code: 'recorded', file, line, column, accepted: 'the same value again, or another number,' };
    }
    case 'own': {
      const { line, column } = obstacle;
      const accepted =
        column === table.own?.by
          ? 'the id of an order that was made here'
          : 'the same as in the order that was made here';
      return { code: 'recorded', file, line, column, accepted };
    }
    case 'stands': {
      const { line, from, to } = obstacle;
      const row = JSON.stringify(untrusted('csv', obstacle.row, VALUE_CHARACTERS_MAX).text);
      const accepted = `${from}, because order ${row} was recorded as ${from} and never becomes ${to},`;
      return { code: 'recorded', file, line, column: table.stands?.column ?? '', accepted };
    }
  }
}
