import { counted, type Result } from '@supercargo/kernel';
import { sentence, type ImportRefusal } from '../file/refusal.ts';
import type { ImportOptions } from './import-file.ts';
import { watcher } from './progress-line.ts';

/** How a command was asked to import. */
export interface Asked {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Says how far it is even where it answers in JSON. */
  readonly progress?: boolean | undefined;
}

interface FileReport {
  readonly file: string;
  readonly lines: number;
  readonly resumedAfter: number;
}

/** What a kind of file says beyond its lines: more about them on their line, and lines of its own. */
export interface Told {
  readonly ofLines: string;
  readonly rest: readonly string[];
}

/** The report of a file as a person reads it. */
export function spokenReport(
  { file, lines, resumedAfter }: FileReport,
  { ofLines, rest }: Told,
  dryRun: boolean,
): string {
  return [
    `${file}: ${counted(lines, 'line')}${ofLines}`,
    ...(resumedAfter === 0 ? [] : [`  went on after ${counted(resumedAfter, 'line')} staged before`]),
    ...rest.map((line) => `  ${line}`),
    ...(dryRun ? ['a dry run: nothing was written'] : []),
  ].join('\n');
}

/** Imports at a terminal: exit 0 when the file is in, 1 when it was refused; nothing of it is ever half in. */
export async function runCommand<Report extends FileReport>(
  server: string,
  { dryRun, json, progress = false }: Asked,
  work: (options: ImportOptions) => Promise<Result<Report, ImportRefusal>>,
  spoken: (report: Report) => string,
): Promise<number> {
  const { onProgress, done } = watcher(process.stderr, { name: server, quiet: json && !progress });
  const imported = await work({ onProgress, dryRun });
  done();
  if (!imported.ok) {
    process.stderr.write(`${sentence(imported.refusal)}\n`);
    return 1;
  }
  const { value } = imported;
  process.stdout.write(`${json ? JSON.stringify({ ...value, dryRun }) : spoken(value)}\n`);
  return 0;
}
