import { resolve } from 'node:path';
import { homeOf, readEnrolled } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import type { Command } from 'commander';
import { toFile, toStandardOutput } from '../export/destination.ts';
import { exportList } from '../export/export-list.ts';
import { argumentsOf } from '../export/filters.ts';
import { listsOf, publishedLists, type List } from '../export/lists.ts';
import { pagesOf } from '../export/pages.ts';
import { Refused, UsageError } from '../fault.ts';
import { connectHost, type Host } from '../host/connect-host.ts';
import { launchCommand } from '../host-config.ts';
import type { Outside } from '../outside.ts';
import { examples, type Context } from '../program.ts';
import { databaseVariables } from '../servers.ts';
import { asked } from '../who.ts';

interface ExportOptions {
  readonly as: string;
  readonly out?: string;
  readonly filter?: readonly string[];
  readonly force: boolean;
  readonly json: boolean;
}

const ROWS_BETWEEN_NEWS = 1_000;

function helpOfLists(): string {
  const lists = SERVERS.flatMap(publishedLists).map(({ name, title, filters }) => {
    const narrowed = Object.keys(filters).map((filter) => `${filter}=…`);
    return `  ${name.padEnd(26)} ${title}${narrowed.length === 0 ? '' : `; filters: ${narrowed.join(', ')}`}`;
  });
  return `\nLists:\n${lists.join('\n')}`;
}

/** Whose list it is: names of tools are unique over all servers, because hosts refuse the same name twice. */
function serverOf(name: string): ServerName {
  const lists = SERVERS.map((server) => ({ server, names: publishedLists(server).map((list) => list.name) }));
  const owner = lists.find(({ names }) => names.includes(name));
  if (owner !== undefined) return owner.server;
  throw new UsageError(
    `there is no list ${JSON.stringify(name)}; there are ${lists.flatMap(({ names }) => names).join(', ')}`,
  );
}

/** The list as the server that was started defines it, narrowed or not. */
async function listNamed(host: Host, name: string): Promise<List> {
  const list = listsOf(await host.definitions()).find((one) => one.name === name);
  if (list !== undefined) return list;
  throw new Refused(`the server does not offer ${name} to this person`);
}

/** Says now and then how far it is, on standard error: standard output may be the file. */
function news(
  outside: Outside,
  list: List,
): (exported: { readonly rows: number; readonly total: number | undefined }) => void {
  let said = 0;
  return ({ rows, total }) => {
    if (rows - said < ROWS_BETWEEN_NEWS) return;
    said = rows;
    outside.err(`${list.name}: ${rows.toLocaleString('en')} of ${total?.toLocaleString('en') ?? 'unknown'} rows …`);
  };
}

async function exportFrom(outside: Outside, host: Host, name: string, options: ExportOptions): Promise<void> {
  const list = await listNamed(host, name);
  const filters = argumentsOf(list, options.filter ?? []);
  const path = options.out === undefined ? undefined : resolve(outside.cwd, options.out);
  const destination = path === undefined ? toStandardOutput(outside) : await toFile(path, options.force);
  try {
    const pages = pagesOf(host, list, filters);
    const { rows } = await exportList(
      pages,
      list,
      options.json ? 'json-lines' : 'csv',
      destination,
      news(outside, list),
    );
    await destination.finish();
    outside.err(`${list.name}: ${rows.toLocaleString('en')} rows${path === undefined ? '' : ` in ${path}`}`);
  } catch (error) {
    await destination.abandon();
    throw error;
  }
}

async function exportCsv(outside: Outside, name: string, options: ExportOptions): Promise<void> {
  const home = homeOf(outside.env);
  const who = await asked(home, options.as);
  if (!(await readEnrolled(home)).includes(who)) {
    throw new Refused(`${who} is not enrolled on this machine; npx supercargo status says who is`);
  }
  const server = serverOf(name);
  const launch = launchCommand(home, server, who, 'supercargo-export');
  const host = await connectHost(launch, databaseVariables(outside.env, server), () => false, 'supercargo-export');
  try {
    await exportFrom(outside, host, name, options);
  } finally {
    await host.close();
  }
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function addExport(program: Command, { outside }: Context): void {
  program
    .command('export')
    .description('Write a whole list of a server into a file, as a person who may read it.')
    .addHelpText('after', helpOfLists)
    .addHelpText('after', examples('export csv find_items --as mara@acme --out items.csv'))
    .command('csv')
    .description(
      'Every row of a list, page by page, read through the server: its walls and scopes hold, and it is recorded.',
    )
    .argument('<list>', 'a list, such as find_items')
    .requiredOption('--as <person>', 'as whom, such as mara@acme')
    .option('--out <file>', 'into this file, whole or not at all; default: standard output')
    .option('--filter <name=value>', 'only such rows; may be given several times', collect)
    .option('--force', 'replace the file if it is there', false)
    .option('--json', 'JSON Lines: one row as the server answers it on each line', false)
    .addHelpText('after', helpOfLists)
    .addHelpText(
      'after',
      examples(
        'export csv find_items --as mara@acme --out items.csv',
        'export csv list_low_stock --as mara@acme --filter warehouse=HAM-1',
        'export csv list_reorders --as mara@acme --filter states=open --filter overdue=true --json',
      ),
    )
    .action((name: string, options: ExportOptions) => exportCsv(outside, name, options));
}
