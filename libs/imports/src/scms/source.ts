import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { canonicalText } from '@supercargo/audit';
import { recordImport } from '../staging/record.ts';
import { LINES_MAX, type FileFacts, type Run, type Source, type StagedRow } from '../staging/source.ts';
import { COLUMNS, SCMS_COLUMNS } from './columns.ts';
import { parseLine, type ParsedLine, type Remark, type ScmsLine } from './line.ts';
import type { LineFacts, ScmsReport } from './report.ts';
import { startTally } from './tally.ts';
import type { ScmsTrade, ScmsWritten } from './trade.ts';

/** Another number whenever a line of the file would be read otherwise, whoever takes it. */
const FORMAT = 1;

export type ScmsRow = StagedRow & ParsedLine;

/** Told every remark about a line that is kept, in the order of the file. */
export type OnRemark = (line: number, remark: Remark) => void;

/** The file, and the server that takes from it. */
export interface ScmsFile<Rows extends string = string, Counts extends string = string> {
  readonly server: string;
  readonly trade: ScmsTrade<Rows, Counts>;
  readonly file: string;
}

/** The SCMS delivery history, read once. */
export function scmsSource<Rows extends string, Counts extends string>(
  { server, trade, file }: ScmsFile<Rows, Counts>,
  onRemark: OnRemark = () => undefined,
): Source<ScmsRow, ScmsReport<Rows, Counts>> {
  const tally = startTally();
  return {
    server,
    name: 'scms',
    format: `${FORMAT}.${trade.format}`,
    mapping: '{}',
    columns: SCMS_COLUMNS,
    keyColumn: 'ID',
    linesMax: LINES_MAX,
    parse: (line) => {
      const parsed = parseLine(file, line);
      if (!parsed.ok) return parsed;
      const { order } = parsed.value;
      const row = rowOf(trade, order);
      return { ok: true, value: { ...parsed.value, line: order.lineNumber, key: order.lineId, row } };
    },
    keep: (row) => {
      tally.add(row);
      for (const remark of row.remarks) onRemark(row.line, remark);
    },
    differs: (first, second) => {
      const [one, other] = [columnsOf(first), columnsOf(second)];
      return COLUMNS.find(({ name }) => one[name] !== other[name])?.name;
    },
    check: async (tx, run) => {
      const problem = await trade.check?.(tx, run);
      return problem === undefined ? undefined : { code: 'value', file, ...problem };
    },
    write: async (tx, run, facts, record) => {
      const told = { ...facts, ...tally.facts() };
      const written = await trade.write(tx, run, told);
      const report = reportOf({ server, file }, run, told, written);
      if (record) await recordImport(tx, report, outcomeOf(told, written));
      return report;
    },
  };
}

/**
 * Canonical as well: `columns` comes before `line`, and each is canonical text. A server that keeps no columns still has a line that is
 * there twice told apart by all of them.
 */
function rowOf({ keepsColumns, rowOf: lineOf }: ScmsTrade, order: ScmsLine): string {
  const columns = keepsColumns ? order.columns : `"${hash('sha256', order.columns)}"`;
  return `{"columns":${columns},"line":${canonicalText(lineOf(order))}}`;
}

function columnsOf(row: string): Readonly<Record<string, string>> {
  const { columns } = JSON.parse(row) as { readonly columns: string | Readonly<Record<string, string>> };
  return typeof columns === 'string' ? {} : columns;
}

function reportOf<Rows extends string, Counts extends string>(
  { server, file }: { readonly server: string; readonly file: string },
  { resumedAfter }: Run,
  told: FileFacts & LineFacts,
  { counts, ...written }: ScmsWritten<Rows, Counts>,
): ScmsReport<Rows, Counts> {
  return { server, source: 'scms' as const, file: basename(file), ...told, ...counts, ...written, resumedAfter };
}

/** What the audit log keeps of what came of the file. */
function outcomeOf(
  { value, unknown, notCaptured }: LineFacts,
  { rows, counts }: ScmsWritten,
): Parameters<typeof recordImport>[2] {
  return {
    ...inSnakeCase(counts),
    ...{ value: { ...value }, unknown: unknown.total },
    not_captured: notCaptured.reduce((sum, { lines }) => sum + lines, 0),
    rows: inSnakeCase(Object.fromEntries(Object.entries(rows).map(([table, found]) => [table, { ...found }]))),
  };
}

function inSnakeCase<Value>(given: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
