import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { importScms } from './import-scms.ts';
import type { OnProgress } from './progress.ts';
import { sentence } from './refusal.ts';
import type { ImportReport } from './report.ts';

const BAR_CHARACTERS = 24;
const REDRAW_MS = 100;

/** A bar on a terminal, and nothing where nobody watches. */
function progressBar(): { readonly onProgress: OnProgress; readonly done: () => void } {
  if (!process.stderr.isTTY) return { onProgress: () => undefined, done: () => undefined };
  let drawnAt = 0;
  return {
    onProgress: ({ phase, lines, bytes, bytesTotal }) => {
      if (performance.now() - drawnAt < REDRAW_MS && bytes < bytesTotal) return;
      drawnAt = performance.now();
      const full = Math.round((BAR_CHARACTERS * bytes) / Math.max(1, bytesTotal));
      const bar = '█'.repeat(full).padEnd(BAR_CHARACTERS, '░');
      process.stderr.write(`\r${phase} ${bar} ${lines.toLocaleString('en')} lines`);
    },
    done: () => process.stderr.write('\n'),
  };
}

function reportLines(report: ImportReport): readonly string[] {
  const count = (n: number): string => n.toLocaleString('en');
  return [
    `${report.file}: ${count(report.lines)} lines, ${count(report.orders)} orders, ${count(report.vendors)} vendors, ${count(report.items)} items, ${report.value.currency} ${report.value.amount} in line values`,
    `  order lines: ${count(report.rows.orderLines.added)} added, ${count(report.rows.orderLines.changed)} changed, ${count(report.rows.orderLines.unchanged)} already there`,
    `  items with a last price and supplier: ${count(report.itemsPriced)}; with a lead time: ${count(report.itemsWithLeadTime)}`,
    `  purchases whose lead time was not captured: ${count(report.leadTimes.notCaptured)}; impossible: ${count(report.leadTimes.impossible.total)}`,
    '  not captured, kept as said:',
    ...report.notCaptured.map(({ column, word, lines }) => `    ${column}: ${word} × ${count(lines)}`),
    ...(report.unknown.total === 0 ? [] : [`  not understood, kept as text: ${count(report.unknown.total)}`]),
    ...report.unknown.first.map(({ line, column, text }) => `    line ${line.toString()}, ${column}: ${text.text}`),
  ];
}

/** `import scms <tenant> <file> [--json]`: exit 0 when the file is in, 1 when it was refused; nothing is ever half in. */
export async function scmsCommand(door: TenantDoor, tenant: TenantId, args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const [file, ...more] = args.filter((arg) => arg !== '--json');
  if (file === undefined || more.length > 0) {
    process.stderr.write('usage: import scms <tenant> <file> [--json]\n');
    return 2;
  }
  if ((await door.read(tenant, readTenant)) === undefined) {
    process.stderr.write(`the tenant ${tenant} was not founded yet\n`);
    return 1;
  }
  const progress = progressBar();
  const imported = await importScms(door, tenant, file, { onProgress: progress.onProgress });
  progress.done();
  if (!imported.ok) {
    process.stderr.write(`${sentence(imported.refusal)}\n`);
    return 1;
  }
  process.stdout.write(json ? `${JSON.stringify(imported.value)}\n` : `${reportLines(imported.value).join('\n')}\n`);
  return 0;
}
