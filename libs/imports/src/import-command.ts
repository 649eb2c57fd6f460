import { parseArgs } from 'node:util';
import { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { columnsCommand, csvCommand, type CsvTables } from './csv/csv-command.ts';
import { demoCommand, type Demo } from './demo-command.ts';
import { scmsCommand } from './scms/scms-command.ts';
import type { ScmsTrade } from './scms/trade.ts';

/** How outside facts get into a server. */
export interface Imports extends CsvTables {
  readonly demo: Demo;
  /** What it takes from the SCMS delivery history; null where that says nothing that it keeps. */
  readonly scms: ScmsTrade | null;
}

const USAGE =
  'usage: import demo <tenant> [--core] | import scms <tenant> <file> [--report <file> [--force]] [--dry-run] [--json [--progress]] | ' +
  'import csv <tenant> <table> <file> [--map "column=Header"]… [--dry-run] [--json] | import columns [<table>]';

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

interface FileArguments {
  /** What is not an option, in its order. */
  readonly names: readonly string[];
  readonly map: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly progress: boolean;
  readonly report: string | undefined;
  readonly force: boolean;
}

function readArguments(args: readonly string[]): FileArguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        map: { type: 'string', multiple: true, default: [] },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        progress: { type: 'boolean', default: false },
        report: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
      strict: true,
    });
    const { map, json, progress, report, force } = values;
    return { names: positionals, map, dryRun: values['dry-run'], json, progress, report, force };
  } catch {
    return undefined;
  }
}

/** Imports a file into a company that is there. */
async function importFrom(
  imports: Imports,
  source: 'scms' | 'csv',
  door: TenantDoor,
  tenant: TenantId,
  args: readonly string[],
): Promise<number> {
  const given = readArguments(args);
  const [first, second, ...more] = given?.names ?? [];
  if (given === undefined || first === undefined || more.length > 0) return complain(USAGE, 2);
  const isForced = given.force && given.report === undefined;
  const isComplete =
    source === 'csv'
      ? second !== undefined && given.report === undefined
      : second === undefined && given.map.length === 0;
  if (!isComplete || isForced) return complain(USAGE, 2);
  const { server, scms } = imports;
  // Nothing is asked of it, so nothing is said: whoever runs all servers in turn hears of those that have a part.
  if (source === 'scms' && scms === null) return 0;
  // A dry run of a file that has a company founded for it comes before that.
  const isFounded = (source === 'scms' && given.dryRun) || (await door.read(tenant, readTenant)) !== undefined;
  if (!isFounded) {
    return complain(`the company ${tenant} was not founded yet; npm start founds the demo companies`, 1);
  }
  return source === 'scms' && scms !== null
    ? scmsCommand({ server, trade: scms }, door, tenant, { ...given, file: first })
    : csvCommand(imports, door, tenant, { ...given, table: first, file: second ?? '' });
}

/** The imports of a server as the command of its process: what `runServer` of the protocol's library takes. */
export function importCommandOf(imports: Imports): (door: TenantDoor, args: readonly string[]) => Promise<number> {
  return async (door, [source, name, ...rest]) => {
    if (source === 'columns' && rest.length === 0) return columnsCommand(imports, name);
    const tenant = TenantId.safeParse(name);
    if (!tenant.success) return complain(USAGE, 2);
    switch (source) {
      case 'demo':
        return demoCommand(imports.demo, door, tenant.data, rest);
      case 'scms':
      case 'csv':
        return importFrom(imports, source, door, tenant.data, rest);
      default:
        return complain(USAGE, 2);
    }
  };
}
