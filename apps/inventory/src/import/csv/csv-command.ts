import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { sentence } from '../file/refusal.ts';
import { watcher } from '../staging/progress-line.ts';
import { spokenCounts } from '../staging/report.ts';
import { describeTable } from './describe.ts';
import { importCsv } from './import-csv.ts';
import { readMapping } from './mapping.ts';
import { nearest } from './nearest.ts';
import type { CsvReport } from './source.ts';
import type { CsvTable } from './table.ts';
import { CSV_TABLES } from './tables/all.ts';

const NAMES = CSV_TABLES.map(({ name }) => name);

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

function withTable(name: string, work: (table: CsvTable) => Promise<number> | number): Promise<number> | number {
  const table = CSV_TABLES.find((known) => known.name === name);
  if (table !== undefined) return work(table);
  const meant = nearest(name, NAMES);
  return complain(
    `there is no such table${meant === undefined ? '.' : `; is it ${meant}?`} Accepted: ${NAMES.join(', ')}`,
  );
}

/** Says what columns a table's file has, or those of all tables. */
export function columnsCommand(name: string | undefined): Promise<number> | number {
  const say = (tables: readonly CsvTable[]): number => {
    process.stdout.write(`${tables.map((table) => describeTable(table).join('\n')).join('\n\n')}\n`);
    return 0;
  };
  return name === undefined ? say(CSV_TABLES) : withTable(name, (table) => say([table]));
}

function reportLines(report: CsvReport, dryRun: boolean): readonly string[] {
  const count = (n: number): string => n.toLocaleString('en');
  return [
    `${report.file}: ${count(report.lines)} ${report.lines === 1 ? 'line' : 'lines'}${report.linesRepeated === 0 ? '' : `, ${count(report.linesRepeated)} more that repeat one`}`,
    ...(report.resumedAfter === 0
      ? []
      : [`  went on after ${count(report.resumedAfter)} lines that were staged before`]),
    `  ${report.table}: ${spokenCounts(report.rows, dryRun)}`,
    ...(dryRun ? ['a dry run: nothing was written'] : []),
  ];
}

export interface CsvArguments {
  readonly table: string;
  readonly file: string;
  readonly map: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Exit 0 when the file is in, 1 when it was refused, 2 for a command line that cannot be followed. */
export async function csvCommand(door: TenantDoor, tenant: TenantId, given: CsvArguments): Promise<number> {
  return withTable(given.table, async (table) => {
    const mapping = readMapping(table, given.map);
    if (!mapping.ok) return complain(mapping.refusal);
    const { file, dryRun, json } = given;
    const { onProgress, done } = watcher(process.stderr, json);
    const imported = await importCsv(door, tenant, { table, file, mapping: mapping.value }, { onProgress, dryRun });
    done();
    if (!imported.ok) {
      process.stderr.write(`${sentence(imported.refusal)}\n`);
      return 1;
    }
    const { value } = imported;
    process.stdout.write(`${json ? JSON.stringify({ ...value, dryRun }) : reportLines(value, dryRun).join('\n')}\n`);
    return 0;
  });
}
