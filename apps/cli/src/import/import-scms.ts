import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { enroll, homeOf } from '@supercargo/cluster';
import { spokenScms, type ScmsReport } from '@supercargo/imports';
import { SERVERS, type ServerName, type TenantId } from '@supercargo/kernel';
import { DEMO_COMPANIES, SCMS_COMPANY } from '@supercargo/prisma';
import { withDoor } from '../doors.ts';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { foundCompany } from '../up/companies.ts';
import { parseTenant } from '../who.ts';
import { checkStarted, pathOf, runImportForOutput, type FileOptions } from './run-import.ts';

export interface ScmsOptions extends FileOptions {
  readonly report?: string;
  readonly force: boolean;
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
function reportPath(outside: Outside, { report, force }: ScmsOptions): string | undefined {
  if (report === undefined) {
    if (force) throw new UsageError('--force replaces the file of --report, which was not given');
    return undefined;
  }
  const path = resolve(outside.cwd, report);
  if (!force && existsSync(path)) throw new Refused(`${path} is there already; --force replaces it`);
  return path;
}

/** What came of a file: how it ended, and the reports of the servers that took it. */
interface Taken {
  readonly code: number;
  readonly reports: readonly ScmsReport[];
}

/** Each server takes its part in a process and a transaction of its own, one after the other; the first refusal ends it. */
async function takeInTurn(
  outside: Outside,
  { tenant, path, report }: { readonly tenant: TenantId; readonly path: string; readonly report: string | undefined },
  { dryRun, json, force }: ScmsOptions,
): Promise<Taken> {
  const reports: ScmsReport[] = [];
  for (const server of SERVERS) {
    // The remarks about a file are the same for all: who takes it first writes them down.
    const remarks =
      report !== undefined && reports.length === 0 ? [`--report=${report}`, ...(force ? ['--force'] : [])] : [];
    const { code, output } = await runImportForOutput(outside, server, [
      ...['scms', tenant, path, '--json', ...remarks],
      ...(json ? [] : ['--progress']),
      ...(dryRun ? ['--dry-run'] : []),
    ]);
    if (json) outside.raw(output);
    if (code !== 0) {
      sayWhatIsIn(outside, server, reports, dryRun);
      return { code, reports };
    }
    // A server that keeps nothing of the history says nothing.
    if (output !== '') reports.push(JSON.parse(output) as ScmsReport);
  }
  return { code: 0, reports };
}

function sayWhatIsIn(outside: Outside, failed: ServerName, reports: readonly ScmsReport[], dryRun: boolean): void {
  if (reports.length === 0 || dryRun) return;
  const names = reports.map(({ server }) => server).join(', ');
  outside.err(
    `the file is in for ${names}, and not for ${failed}; the same command again changes nothing there and goes on`,
  );
}

export async function importScms(outside: Outside, file: string, options: ScmsOptions): Promise<number> {
  const tenant = parseTenant(options.tenant);
  if (DEMO_COMPANIES.some((company) => company.tenant === tenant)) {
    throw new UsageError(
      `${tenant} is a demo company with facts of its own; give the file a company of its own, such as scms`,
    );
  }
  const path = pathOf(outside, file);
  const report = reportPath(outside, options);
  if (options.dryRun) await checkStarted(outside);
  else await foundFor(outside, tenant);
  const { code, reports } = await takeInTurn(outside, { tenant, path, report }, options);
  if (!options.json && reports.length > 0) outside.out(spokenScms(reports, report, options.dryRun));
  return code;
}
