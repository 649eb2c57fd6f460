import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { runCommand, type Asked } from '../staging/run-command.ts';
import { importScms } from './import-scms.ts';
import { openRemarkFile, type RemarkFile } from './remark-file.ts';
import { spokenScms } from './spoken.ts';
import type { ScmsTrade } from './trade.ts';

export interface ScmsArguments extends Asked {
  readonly file: string;
  /** Where every remark is written. */
  readonly report: string | undefined;
  readonly force: boolean;
}

/** A server, and what it takes from the history. */
export interface ScmsOf {
  readonly server: string;
  readonly trade: ScmsTrade;
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

/** As every import ends, or with 1 where the report of remarks cannot be written: before anything is imported, if that is known then. */
export async function scmsCommand(
  of: ScmsOf,
  door: TenantDoor,
  tenant: TenantId,
  given: ScmsArguments,
): Promise<number> {
  if (given.report === undefined) return importWith(of, door, tenant, given, undefined);
  const opened = openRemarkFile(given.report, given.file, given.force);
  if (!opened.ok) return complain(opened.refusal);
  const remarks = opened.value;
  const code = await importWith(of, door, tenant, given, remarks).catch((fault: unknown) => {
    remarks.abandon();
    throw fault;
  });
  if (code !== 0) {
    remarks.abandon();
    return code;
  }
  try {
    remarks.finish();
    return 0;
  } catch (error) {
    remarks.abandon();
    const why = error instanceof Error ? error.message : 'the report cannot be written';
    return complain(
      `${why}. ${given.dryRun ? 'Nothing was imported' : 'The file is in'}; the same command again writes it`,
    );
  }
}

function importWith(
  of: ScmsOf,
  door: TenantDoor,
  tenant: TenantId,
  { file, dryRun, json, progress }: ScmsArguments,
  remarks: RemarkFile | undefined,
): Promise<number> {
  return runCommand(
    of.server,
    { dryRun, json, progress },
    (options) => importScms(door, tenant, { ...of, file }, { ...options, onRemark: remarks?.add }),
    (report) => spokenScms([report], remarks?.path, dryRun),
  );
}
