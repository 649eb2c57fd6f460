import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { spokenCounts } from '../staging/report.ts';
import { runCommand, type Asked, type Told } from '../staging/run-command.ts';
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

function told({ table, linesRepeated, rows }: CsvReport, dryRun: boolean): Told {
  const more = linesRepeated === 1 ? 'repeats' : 'repeat';
  return {
    ofLines: linesRepeated === 0 ? '' : `, ${linesRepeated.toLocaleString('en')} more that ${more} one`,
    rest: [`${table}: ${spokenCounts(rows, dryRun)}`],
  };
}

export interface CsvArguments extends Asked {
  readonly table: string;
  readonly file: string;
  readonly map: readonly string[];
}

/** As every import ends, or with 2 for a command line that cannot be followed. */
export async function csvCommand(door: TenantDoor, tenant: TenantId, given: CsvArguments): Promise<number> {
  return withTable(given.table, async (table) => {
    const mapping = readMapping(table, given.map);
    if (!mapping.ok) return complain(mapping.refusal);
    return runCommand(
      given,
      (options) => importCsv(door, tenant, { table, file: given.file, mapping: mapping.value }, options),
      (report) => told(report, given.dryRun),
    );
  });
}
