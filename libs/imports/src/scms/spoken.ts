import { counted } from '@supercargo/kernel';
import { spokenCounts } from '../staging/report.ts';
import type { LineFacts, ScmsReport } from './report.ts';

const count = (n: number): string => n.toLocaleString('en');

/** The unknown values that the report lists, and where all of them are when those are not all. */
function unknownLines({ unknown: { total, first } }: LineFacts): readonly string[] {
  if (total === 0) return [];
  return [
    `not understood, kept as text: ${count(total)}`,
    ...first.map(({ line, column, text, reason }) => `  line ${line.toString()}, ${column}: ${text.text} (${reason})`),
    ...(total > first.length
      ? [`  this list was cut at ${count(first.length)}; --report <file> writes all ${count(total)}`]
      : []),
  ];
}

/** What one server made of the file. */
function partOf({ server, resumedAfter, rows, says }: ScmsReport, dryRun: boolean): readonly string[] {
  const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const told = [
    ...(resumedAfter === 0 ? [] : [`went on after ${counted(resumedAfter, 'line')} staged before`]),
    ...Object.entries(rows).map(([table, counts]) => `${words(table)}: ${spokenCounts(counts, dryRun)}`),
    ...says,
  ];
  return [server, ...told.map((line) => `  ${line}`)];
}

/** What the file itself says, whoever took it. */
function factsOf({ leadTimes, notCaptured, ...facts }: LineFacts, remarkFile: string | undefined): readonly string[] {
  const { notCaptured: missing, impossible } = leadTimes;
  return [
    `purchases whose lead time was not captured: ${count(missing)}; impossible: ${count(impossible.total)}`,
    'not captured, kept as said:',
    ...notCaptured.map(({ column, word, lines, reason }) => `  ${column}: ${word} × ${count(lines)} (${reason})`),
    ...unknownLines({ leadTimes, notCaptured, ...facts }),
    remarkFile === undefined
      ? '--report <file> writes each of these values with its line and why it was kept as text'
      : `each of these values with its line and why it was kept as text: ${remarkFile}`,
  ];
}

/** What came of one file in the servers that took it, as a person reads it: a part for each, and once what the file says. */
export function spokenScms(reports: readonly ScmsReport[], remarkFile: string | undefined, dryRun: boolean): string {
  const [first] = reports;
  if (first === undefined) return '';
  const { file, lines, value } = first;
  const names = [
    ...new Set(reports.flatMap((report) => report.names)),
    `${value.currency} ${value.amount} in line values`,
  ];
  const rest = [...reports.flatMap((report) => partOf(report, dryRun)), ...factsOf(first, remarkFile)];
  return [
    `${file}: ${counted(lines, 'line')}${names.map((name) => `, ${name}`).join('')}`,
    ...rest.map((line) => `  ${line}`),
    ...(dryRun ? ['a dry run: nothing was written'] : []),
  ].join('\n');
}
