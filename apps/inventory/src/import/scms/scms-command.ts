import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { sentence } from '../file/refusal.ts';
import { watcher } from '../staging/progress-line.ts';
import { spokenCounts } from '../staging/report.ts';
import { importScms } from './import-scms.ts';
import type { ImportReport } from './report.ts';

function reportLines(report: ImportReport, dryRun: boolean): readonly string[] {
  const count = (n: number): string => n.toLocaleString('en');
  const { suppliers, warehouses, items, orderLines } = report.rows;
  return [
    `${report.file}: ${count(report.lines)} lines, ${count(report.orders)} orders, ${count(report.vendors)} vendors, ${count(report.items)} items, ${report.value.currency} ${report.value.amount} in line values`,
    ...(report.resumedAfter === 0
      ? []
      : [`  went on after ${count(report.resumedAfter)} lines that were staged before`]),
    `  order lines: ${spokenCounts(orderLines, dryRun)}`,
    `  items: ${spokenCounts(items, dryRun)}`,
    `  suppliers: ${spokenCounts(suppliers, dryRun)}`,
    `  warehouses: ${spokenCounts(warehouses, dryRun)}`,
    `  items with a last price and supplier: ${count(report.itemsPriced)}; with a lead time: ${count(report.itemsWithLeadTime)}`,
    `  purchases whose lead time was not captured: ${count(report.leadTimes.notCaptured)}; impossible: ${count(report.leadTimes.impossible.total)}`,
    '  not captured, kept as said:',
    ...report.notCaptured.map(({ column, word, lines }) => `    ${column}: ${word} × ${count(lines)}`),
    ...(report.unknown.total === 0 ? [] : [`  not understood, kept as text: ${count(report.unknown.total)}`]),
    ...report.unknown.first.map(({ line, column, text }) => `    line ${line.toString()}, ${column}: ${text.text}`),
    ...(dryRun ? ['a dry run: nothing was written'] : []),
  ];
}

export interface ScmsArguments {
  readonly file: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Exit 0 when the file is in, 1 when it was refused; nothing is ever half in. */
export async function scmsCommand(
  door: TenantDoor,
  tenant: TenantId,
  { file, dryRun, json }: ScmsArguments,
): Promise<number> {
  const progress = watcher(process.stderr, json);
  const imported = await importScms(door, tenant, file, { onProgress: progress.onProgress, dryRun });
  progress.done();
  if (!imported.ok) {
    process.stderr.write(`${sentence(imported.refusal)}\n`);
    return 1;
  }
  const said = json ? JSON.stringify({ ...imported.value, dryRun }) : reportLines(imported.value, dryRun).join('\n');
  process.stdout.write(`${said}\n`);
  return 0;
}
