import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { enroll, homeOf, readEnrolled } from '@supercargo/cluster';
import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import { DEMO_COMPANIES, SCMS_COMPANY } from '@supercargo/prisma';
import type { Command } from 'commander';
import { withDoor } from '../doors.ts';
import { Refused, UsageError } from '../fault.ts';
import { CSV_TABLES } from '../import/csv-tables.ts';
import type { Outside } from '../outside.ts';
import { examples, type Context } from '../program.ts';
import { serverMain } from '../servers.ts';
import { foundCompany } from '../up/companies.ts';
import { DEFAULT_TENANT, parseTenant } from '../who.ts';
import { runWithOurStreams } from '../our-streams.ts';

interface FileOptions {
  readonly tenant: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

interface ScmsOptions extends FileOptions {
  readonly report?: string;
  readonly force: boolean;
}

interface CsvOptions extends FileOptions {
  readonly map: readonly string[];
  readonly columns?: string | true;
}

const DRY_RUN =
  'check everything and say what would be written; it is written in a transaction that is rolled back, so that nothing of it stays, ' +
  'neither rows nor a record in the audit log';

/** In MiB. Reading a long file leaves much behind that Node would let lie while the machine has room; it holds little at once. */
const MEMORY = ['--max-old-space-size=128', '--max-semi-space-size=8'];

function runImport(outside: Outside, args: readonly string[]): Promise<number> {
  const home = homeOf(outside.env);
  return runWithOurStreams(outside, [...MEMORY, serverMain('inventory'), 'import', ...args], {
    ...outside.env,
    SUPERCARGO_HOME: home.path,
  });
}

function pathOf(outside: Outside, file: string): string {
  const path = resolve(outside.cwd, file);
  if (!existsSync(path)) throw new Refused(`there is no file ${path}`);
  return path;
}

function optionsOf({ dryRun, json }: FileOptions): readonly string[] {
  return [...(dryRun ? ['--dry-run'] : []), ...(json ? ['--json'] : [])];
}

/** A dry run founds nothing, but a home in which nothing was started has no database to try it in. */
async function checkStarted(outside: Outside): Promise<void> {
  await withDoor(outside, 'supercargo_importer', () => Promise.resolve());
}

async function foundFor(outside: Outside, tenant: TenantId): Promise<void> {
  const home = homeOf(outside.env);
  const company = { ...SCMS_COMPANY, tenant };
  const founded = await withDoor(outside, 'supercargo_importer', (door) =>
    foundCompany(door, home, company, () => undefined),
  );
  await enroll(
    home,
    company.enrolled.map((person) => `${person}@${tenant}`),
  );
  if (founded) outside.err(`founded ${tenant}; ${company.enrolled.join(' and ')} may ask from this machine`);
}

/** Refused before a company is founded for the file. */
function reportArguments(outside: Outside, { report, force }: ScmsOptions): readonly string[] {
  if (report === undefined) {
    if (force) throw new UsageError('--force replaces the file of --report, which was not given');
    return [];
  }
  const path = resolve(outside.cwd, report);
  if (!force && existsSync(path)) throw new Refused(`${path} is there already; --force replaces it`);
  return [`--report=${path}`, ...(force ? ['--force'] : [])];
}

async function importScms(outside: Outside, file: string, options: ScmsOptions): Promise<number> {
  const tenant = parseTenant(options.tenant);
  if (DEMO_COMPANIES.some((company) => company.tenant === tenant)) {
    throw new UsageError(
      `${tenant} is a demo company with facts of its own; give the file a company of its own, such as scms`,
    );
  }
  const path = pathOf(outside, file);
  const report = reportArguments(outside, options);
  if (options.dryRun) await checkStarted(outside);
  else await foundFor(outside, tenant);
  return runImport(outside, ['scms', tenant, path, ...report, ...optionsOf(options)]);
}

/** The companies that were founded from this machine. */
async function companiesOf(outside: Outside): Promise<readonly string[]> {
  const enrolled = await readEnrolled(homeOf(outside.env));
  return [...new Set(enrolled.map((who) => who.slice(who.indexOf('@') + 1)))].sort();
}

async function importCsv(outside: Outside, table: string, file: string, options: CsvOptions): Promise<number> {
  if (!CSV_TABLES.includes(table)) {
    throw new UsageError(`there is no table ${JSON.stringify(table)}; there are ${CSV_TABLES.join(', ')}`);
  }
  const tenant = parseTenant(options.tenant);
  const path = pathOf(outside, file);
  const company = await withDoor(outside, 'supercargo_importer', (door) => door.read(tenant, readTenant));
  if (company === undefined) {
    const known = await companiesOf(outside);
    throw new Refused(
      `there is no company ${tenant}; there are ${known.join(', ') || 'none'}. npm start founds the demo companies, import scms one for its file`,
    );
  }
  const map = options.map.map((one) => `--map=${one}`);
  return runImport(outside, ['csv', tenant, table, path, ...map, ...optionsOf(options)]);
}

/** What columns a table's file has: asked of the server that reads it. */
async function showColumns(outside: Outside, table: string | undefined): Promise<number> {
  await checkStarted(outside);
  return runImport(outside, ['columns', ...(table === undefined ? [] : [table])]);
}

function addScms(imports: Command, { outside, endWith }: Context): void {
  imports
    .command('scms')
    .description(
      'The SCMS delivery history: items, suppliers, orders with prices and lead times. Safe to repeat; all of it or nothing.',
    )
    .argument('<file>', 'the CSV file')
    .option('--tenant <tenant>', 'the company that is founded for it', SCMS_COMPANY.tenant)
    .option('--dry-run', DRY_RUN, false)
    .option('--json', 'print the report as one JSON document', false)
    .option('--report <file>', 'write every value that was kept as text, with its line and why, as CSV into a new file')
    .option('--force', 'replace the file of --report where it is there', false)
    .addHelpText(
      'after',
      examples('import scms delivery-history.csv', 'import scms delivery-history.csv --dry-run --report remarks.csv'),
    )
    .action(async (file: string, options: ScmsOptions) => {
      endWith(await importScms(outside, file, options));
    });
}

function addCsv(imports: Command, { outside, endWith }: Context): void {
  imports
    .command('csv')
    .description(
      `A CSV file of one table: ${CSV_TABLES.join(', ')}. Rows that are there are brought up to date, except movements, which are never ` +
        'edited. Safe to repeat; all of it or nothing.',
    )
    .argument('[table]', `one of ${CSV_TABLES.join(', ')}`)
    .argument('[file]', 'the CSV file: UTF-8, commas, a header with the names of the columns')
    .option('--tenant <tenant>', 'the company, which was founded before', DEFAULT_TENANT)
    .option(
      '--map <column=header>',
      'the header that the file has for a column; may be given several times',
      (one: string, all: readonly string[]) => [...all, one],
      [] as readonly string[],
    )
    .option('--dry-run', DRY_RUN, false)
    .option('--json', 'print the report as one JSON document', false)
    .option('--columns [table]', 'show the columns of a table, or of all, and import nothing')
    .addHelpText(
      'after',
      examples(
        'import csv --columns items',
        'import csv items items.csv --dry-run',
        'import csv items items.csv --map "sku=Article number" --tenant acme',
      ),
    )
    .action(async (table: string | undefined, file: string | undefined, options: CsvOptions) => {
      if (options.columns !== undefined) {
        endWith(await showColumns(outside, options.columns === true ? table : options.columns));
        return;
      }
      if (table === undefined || file === undefined) {
        throw new UsageError('import csv takes a table and a file; --columns shows the tables and their columns');
      }
      endWith(await importCsv(outside, table, file, options));
    });
}

export function addImport(program: Command, context: Context): void {
  const imports = program
    .command('import')
    .description('Load facts from outside files into a company.')
    .addHelpText('after', examples('import scms delivery-history.csv', 'import csv items items.csv --tenant acme'));
  addScms(imports, context);
  addCsv(imports, context);
}
