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

/** Another number whenever a line of any table would be staged otherwise. */
const FORMAT = 1;

export interface CsvReport extends Omit<FileFacts, 'columnsUnknown'> {
  readonly server: string;
  readonly source: string;
  readonly file: string;
  readonly table: string;
  readonly rows: RowCounts;
  /** Lines that an import which did not end had staged before this one went on. */
  readonly resumedAfter: number;
}

/** A file of one table of a server. */
export interface CsvFile {
  readonly server: string;
  readonly table: CsvTable;
  readonly file: string;
  readonly mapping: Mapping;
}

/** That file, read once. */
export function csvSource(tenant: TenantId, { server, table, file, mapping }: CsvFile): Source<StagedRow, CsvReport> {
  const columns = columnsOf(table, mapping);
  let present: readonly string[] = [];
  const name = `csv-${table.name.replaceAll('_', '-')}`;
  return {
    server,
    name,
    format: `${FORMAT}.${table.format}`,
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
    parse: (line) => parseLine(tenant, { server, table, file }, line),
    keep: () => undefined,
    differs: (first, second) => {
      const [one, other] = [valuesOf(first), valuesOf(second)];
      return present.find((column) => one[column] !== other[column]);
    },
    check: (tx, run) => refusalOf(tx, run, { table, present, file }),
    write: async (tx, run, { columnsUnknown: _none, ...facts }, record) => {
      const rows = await writeRows(tx, run, table, present);
      const { resumedAfter } = run;
      const report = { server, source: name, file: basename(file), table: table.name, ...facts, rows, resumedAfter };
      if (record) await recordImport(tx, report, { rows: { [table.name]: { ...rows } } });
      return report;
    },
  };
}

function valuesOf(row: string): Readonly<Record<string, string | null>> {
  return JSON.parse(row) as Readonly<Record<string, string | null>>;
}

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
      const { line, column } = obstacle;
      const said = untrusted('csv', obstacle.said, VALUE_CHARACTERS_MAX).text;
      const accepted = table.references.find((one) => one.column === column)?.to.accepted ?? '';
      return { code: 'reference', file, line, column, said, accepted };
    }
    case 'recorded': {
      const { line, column } = obstacle;
      return { code: 'recorded', file, line, column, accepted: 'the same value again, or another number,' };
    }
    case 'own': {
      const { line, column } = obstacle;
      const { by, what } = table.own ?? { by: '', what: '' };
      const accepted =
        column === by
          ? `the id of ${what} that was made here`
          : `the same as in ${what.replace(/^an?\b/, 'the')} that was made here`;
      return { code: 'recorded', file, line, column, accepted };
    }
    case 'stands': {
      const { line, from, to } = obstacle;
      const row = JSON.stringify(untrusted('csv', obstacle.row, VALUE_CHARACTERS_MAX).text);
      const accepted = `${from}, because ${table.stands?.what ?? ''} ${row} was recorded as ${from} and never becomes ${to},`;
      return { code: 'recorded', file, line, column: table.stands?.column ?? '', accepted };
    }
  }
}
