import { SCMS_COMPANY } from '@supercargo/prisma';
import type { Command } from 'commander';
import { TABLE_NAMES } from '../import/csv-tables.ts';
import { importCsv, showColumns, type CsvOptions } from '../import/import-csv.ts';
import { importScms, type ScmsOptions } from '../import/import-scms.ts';
import { examples, type Context } from '../program.ts';
import { DEFAULT_TENANT } from '../who.ts';

const DRY_RUN =
  'check everything and say what would be written; it is written in a transaction that is rolled back, so that nothing of it stays, ' +
  'neither rows nor a record in the audit log';

function addScms(imports: Command, { outside, endWith }: Context): void {
  imports
    .command('scms')
    .description(
      'The SCMS delivery history, into every server that keeps something of it. Safe to repeat; in each server all of it or nothing.',
    )
    .argument('<file>', 'the CSV file')
    .option('--tenant <tenant>', 'the company that is founded for it', SCMS_COMPANY.tenant)
    .option('--dry-run', DRY_RUN, false)
    .option('--json', 'print the report as JSON, one object a line for each server', false)
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
      `A CSV file of one table: ${TABLE_NAMES.join(', ')}. Rows that are there are brought up to date, except what happened, which is never ` +
        'edited. Safe to repeat; all of it or nothing.',
    )
    .argument('<table>', 'one of them, also with its server, such as inventory.items')
    .argument('<file>', 'the CSV file: UTF-8, commas, a header with the names of the columns')
    .option('--tenant <tenant>', 'the company, which was founded before', DEFAULT_TENANT)
    .option(
      '--map <column=header>',
      'the header that the file has for a column; may be given several times',
      (one: string, all: readonly string[]) => [...all, one],
      [] as readonly string[],
    )
    .option('--dry-run', DRY_RUN, false)
    .option('--json', 'print the report as one JSON document', false)
    .addHelpText(
      'after',
      examples(
        'import csv items items.csv --dry-run',
        'import csv items items.csv --map "sku=Article number" --tenant acme',
      ),
    )
    .action(async (table: string, file: string, options: CsvOptions) => {
      endWith(await importCsv(outside, table, file, options));
    });
}

function addColumns(imports: Command, { outside, endWith }: Context): void {
  imports
    .command('columns')
    .description('What columns the CSV file of a table has, or those of all tables; imports nothing.')
    .argument('[table]', `one of ${TABLE_NAMES.join(', ')}`)
    .addHelpText('after', examples('import columns', 'import columns items'))
    .action(async (table: string | undefined) => {
      endWith(await showColumns(outside, table));
    });
}

export function addImport(program: Command, context: Context): void {
  const imports = program
    .command('import')
    .description('Load facts from outside files into a company.')
    .addHelpText('after', examples('import scms delivery-history.csv', 'import csv items items.csv --tenant acme'));
  addScms(imports, context);
  addCsv(imports, context);
  addColumns(imports, context);
}
