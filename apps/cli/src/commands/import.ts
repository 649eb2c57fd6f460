import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { enroll, homeOf } from '@supercargo/cluster';
import { DEMO_COMPANIES, SCMS_COMPANY } from '@supercargo/prisma';
import type { Command } from 'commander';
import { withDoor } from '../doors.ts';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { examples, type Context } from '../program.ts';
import { serverMain } from '../servers.ts';
import { foundCompany } from '../up/companies.ts';
import { parseTenant } from '../who.ts';
import { runWithOurStreams } from './stdio.ts';

interface ScmsOptions {
  readonly tenant: string;
  readonly json: boolean;
}

async function importScms(outside: Outside, file: string, options: ScmsOptions): Promise<number> {
  const tenant = parseTenant(options.tenant);
  if (DEMO_COMPANIES.some((company) => company.tenant === tenant)) {
    throw new UsageError(
      `${tenant} is a demo company with facts of its own; give the file a company of its own, such as scms`,
    );
  }
  const path = resolve(outside.cwd, file);
  if (!existsSync(path)) throw new Refused(`there is no file ${path}`);
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
  const args = [serverMain('inventory'), 'import', 'scms', tenant, path, ...(options.json ? ['--json'] : [])];
  return runWithOurStreams(outside, args, { ...outside.env, SUPERCARGO_HOME: home.path });
}

export function addImport(program: Command, { outside, endWith }: Context): void {
  const imports = program
    .command('import')
    .description('Load facts from outside files into a company of their own.')
    .addHelpText('after', examples('import scms delivery-history.csv'));
  imports
    .command('scms')
    .description(
      'The SCMS delivery history: items, suppliers, orders with prices and lead times. Safe to repeat; all of it or nothing.',
    )
    .argument('<file>', 'the CSV file')
    .option('--tenant <tenant>', 'the company that is founded for it', SCMS_COMPANY.tenant)
    .option('--json', 'print the report as one JSON document', false)
    .addHelpText('after', examples('import scms delivery-history.csv', 'import scms delivery-history.csv --json'))
    .action(async (file: string, options: ScmsOptions) => {
      endWith(await importScms(outside, file, options));
    });
}
