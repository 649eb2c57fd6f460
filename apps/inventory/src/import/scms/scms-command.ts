import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { counted } from '../file/counted.ts';
import { spokenCounts } from '../staging/report.ts';
import { runCommand, type Asked, type Told } from '../staging/run-command.ts';
import { importScms } from './import-scms.ts';
import { openRemarkFile, type RemarkFile } from './remark-file.ts';
import type { ImportReport } from './report.ts';

const count = (n: number): string => n.toLocaleString('en');

/** The unknown values that the report lists, and where all of them are when those are not all. */
function unknownLines({ unknown: { total, first } }: ImportReport): readonly string[] {
  if (total === 0) return [];
  return [
    `not understood, kept as text: ${count(total)}`,
    ...first.map(({ line, column, text, reason }) => `  line ${line.toString()}, ${column}: ${text.text} (${reason})`),
    ...(total > first.length
      ? [`  this list was cut at ${count(first.length)}; --report <file> writes all ${count(total)}`]
      : []),
  ];
}

function told(report: ImportReport, remarkFile: string | undefined, dryRun: boolean): Told {
  const { suppliers, warehouses, items, orderLines } = report.rows;
  const { notCaptured: missing, impossible } = report.leadTimes;
  const names = [
    counted(report.orders, 'order'),
    counted(report.vendors, 'vendor'),
    counted(report.items, 'item'),
    `${report.value.currency} ${report.value.amount} in line values`,
  ];
  return {
    ofLines: names.map((name) => `, ${name}`).join(''),
    rest: [
      `order lines: ${spokenCounts(orderLines, dryRun)}`,
      `items: ${spokenCounts(items, dryRun)}`,
      `suppliers: ${spokenCounts(suppliers, dryRun)}`,
      `warehouses: ${spokenCounts(warehouses, dryRun)}`,
      `items with a last price and supplier: ${count(report.itemsPriced)}; with a lead time: ${count(report.itemsWithLeadTime)}`,
      `purchases whose lead time was not captured: ${count(missing)}; impossible: ${count(impossible.total)}`,
      'not captured, kept as said:',
      ...report.notCaptured.map(
        ({ column, word, lines, reason }) => `  ${column}: ${word} × ${count(lines)} (${reason})`,
      ),
      ...unknownLines(report),
      remarkFile === undefined
        ? '--report <file> writes each of these values with its line and why it was kept as text'
        : `each of these values with its line and why it was kept as text: ${remarkFile}`,
    ],
  };
}

export interface ScmsArguments extends Asked {
  readonly file: string;
  /** Where every remark is written. */
  readonly report: string | undefined;
  readonly force: boolean;
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

/** As every import ends, or with 1 where the report of remarks cannot be written: before anything is imported, if that is known then. */
export async function scmsCommand(door: TenantDoor, tenant: TenantId, given: ScmsArguments): Promise<number> {
  if (given.report === undefined) return importWith(door, tenant, given, undefined);
  const opened = openRemarkFile(given.report, given.file, given.force);
  if (!opened.ok) return complain(opened.refusal);
  const remarks = opened.value;
  const code = await importWith(door, tenant, given, remarks).catch((fault: unknown) => {
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
  door: TenantDoor,
  tenant: TenantId,
  { file, dryRun, json }: ScmsArguments,
  remarks: RemarkFile | undefined,
): Promise<number> {
  return runCommand(
    { dryRun, json },
    (options) => importScms(door, tenant, file, { ...options, onRemark: remarks?.add }),
    (report) => told(report, remarks?.path, dryRun),
  );
}
