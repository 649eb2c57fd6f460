import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { spokenCounts } from '../staging/report.ts';
import { runCommand, spokenReport, type Asked, type Told } from '../staging/run-command.ts';
import { describeTable } from './describe.ts';
import { importCsv } from './import-csv.ts';
import { readMapping } from './mapping.ts';
import { nearest } from './nearest.ts';
import type { CsvReport } from './source.ts';
import type { CsvTable } from './table.ts';

/** A server, and what of it can be imported from CSV. */
export interface CsvTables {
  readonly server: string;
  readonly csvTables: readonly CsvTable[];
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

function withTable(
  { csvTables }: CsvTables,
  name: string,
  work: (table: CsvTable) => Promise<number> | number,
): Promise<number> | number {
  const table = csvTables.find((known) => known.name === name);
  if (table !== undefined) return work(table);
  const names = csvTables.map((known) => known.name);
  const meant = nearest(name, names);
  return complain(
    `there is no such table${meant === undefined ? '.' : `; is it ${meant}?`} Accepted: ${names.join(', ') || 'none'}`,
  );
}

/** Says what columns a table's file has, or those of all tables. */
export function columnsCommand(tables: CsvTables, name: string | undefined): Promise<number> | number {
  const say = (some: readonly CsvTable[]): number => {
    if (some.length > 0) process.stdout.write(`${some.map((table) => describeTable(table).join('\n')).join('\n\n')}\n`);
    return 0;
  };
  return name === undefined ? say(tables.csvTables) : withTable(tables, name, (table) => say([table]));
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
export async function csvCommand(
  tables: CsvTables,
  door: TenantDoor,
  tenant: TenantId,
  given: CsvArguments,
): Promise<number> {
  return withTable(tables, given.table, async (table) => {
    const mapping = readMapping(table, given.map);
    if (!mapping.ok) return complain(mapping.refusal);
    const { server } = tables;
    return runCommand(
      server,
      given,
      (options) => importCsv(door, tenant, { server, table, file: given.file, mapping: mapping.value }, options),
      (report) => spokenReport(report, told(report, given.dryRun), given.dryRun),
    );
  });
}
