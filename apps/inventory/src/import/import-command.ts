import { parseArgs } from 'node:util';
import { TenantId } from '@supercargo/kernel';
import type { ImportCommand } from '@supercargo/mcp-kit';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { columnsCommand, csvCommand } from './csv/csv-command.ts';
import { demoCommand } from './demo/demo-command.ts';
import { scmsCommand } from './scms/scms-command.ts';

const USAGE =
  'usage: import demo <tenant> [--core] | import scms <tenant> <file> [--report <file> [--force]] [--dry-run] [--json] | ' +
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
        report: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
      strict: true,
    });
    const { map, json, report, force } = values;
    return { names: positionals, map, dryRun: values['dry-run'], json, report, force };
  } catch {
    return undefined;
  }
}

/** Imports a file into a company that is there. */
async function importFrom(
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
  // A dry run of a file that has a company founded for it comes before that.
  const isFounded = (source === 'scms' && given.dryRun) || (await door.read(tenant, readTenant)) !== undefined;
  if (!isFounded) {
    return complain(`the company ${tenant} was not founded yet; npm start founds the demo companies`, 1);
  }
  return source === 'scms'
    ? scmsCommand(door, tenant, { ...given, file: first })
    : csvCommand(door, tenant, { ...given, table: first, file: second ?? '' });
}

/** How outside facts get into Inventory. Each source is a folder of its own. */
export const importInto: ImportCommand = async (door, [source, name, ...rest]) => {
  if (source === 'columns' && rest.length === 0) return columnsCommand(name);
  const tenant = TenantId.safeParse(name);
  if (!tenant.success) return complain(USAGE, 2);
  switch (source) {
    case 'demo':
      return demoCommand(door, tenant.data, rest);
    case 'scms':
    case 'csv':
      return importFrom(source, door, tenant.data, rest);
    default:
      return complain(USAGE, 2);
  }
};
