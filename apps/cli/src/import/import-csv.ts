import { homeOf, readEnrolled } from '@supercargo/cluster';
import { SERVERS } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import { withDoor } from '../doors.ts';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { parseTenant } from '../who.ts';
import { CSV_TABLES, tableNamed } from './csv-tables.ts';
import { checkStarted, pathOf, runImport, runImportForOutput, type FileOptions } from './run-import.ts';

export interface CsvOptions extends FileOptions {
  readonly map: readonly string[];
}

/** The companies that were founded from this machine. */
async function companiesOf(outside: Outside): Promise<readonly string[]> {
  const enrolled = await readEnrolled(homeOf(outside.env));
  return [...new Set(enrolled.map((who) => who.slice(who.indexOf('@') + 1)))].sort();
}

export async function importCsv(outside: Outside, said: string, file: string, options: CsvOptions): Promise<number> {
  const { server, table } = tableNamed(said);
  const tenant = parseTenant(options.tenant);
  const path = pathOf(outside, file);
  const company = await withDoor(outside, 'supercargo_importer', (door) => door.read(tenant, readTenant));
  if (company === undefined) {
    const known = await companiesOf(outside);
    throw new Refused(
      `there is no company ${tenant}; there are ${known.join(', ') || 'none'}. npm start founds the demo companies, import scms one for its file`,
    );
  }
  return runImport(outside, server, [
    ...['csv', tenant, table, path, ...options.map.map((one) => `--map=${one}`)],
    ...(options.dryRun ? ['--dry-run'] : []),
    ...(options.json ? ['--json'] : []),
  ]);
}

/** What columns a table's file has, or those of all tables: asked of the servers that read them. */
export async function showColumns(outside: Outside, said: string | undefined): Promise<number> {
  if (said !== undefined) {
    const { server, table } = tableNamed(said);
    await checkStarted(outside);
    return runImport(outside, server, ['columns', table]);
  }
  await checkStarted(outside);
  const told = await Promise.all(
    SERVERS.filter((server) => CSV_TABLES[server].length > 0).map(async (server) => ({
      server,
      ...(await runImportForOutput(outside, server, ['columns'])),
    })),
  );
  outside.raw(told.map(({ server, output }) => `${server}\n\n${output}`).join('\n'));
  return Math.max(0, ...told.map(({ code }) => code));
}
