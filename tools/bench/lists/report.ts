import { table } from '../print.ts';
import type { Measured } from './judged.ts';
import type { Access, Plan } from './plans.ts';

/** The reads of one server. */
export type ServerReads = {
  readonly server: string;
  readonly rows: readonly [few: number, many: number];
  readonly companies: number;
  readonly reads: readonly Measured[];
};

const ms = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

/** One server's reads as people read them, or as documents have them. */
export function readLines({ server, rows, companies, reads }: ServerReads, markdown: boolean): readonly string[] {
  const [few, many] = rows.map((each) => each.toLocaleString('en'));
  const heads = ['read', 'rows', 'p50, few', 'p99, few', 'p50', 'p99', 'growth', 'plan'];
  return [
    `${server}: ${many ?? ''} rows of each list, and few: ${few ?? ''}; ${companies} companies, 1 caller, milliseconds`,
    '',
    ...table(
      heads,
      reads.map((read) => [
        ...[read.name, Math.round(read.rows).toLocaleString('en'), ms(read.few.p50Ms), ms(read.few.p99Ms)],
        ...[ms(read.many.p50Ms), ms(read.many.p99Ms), read.growth.toFixed(1), planLine(read.plans)],
      ]),
      markdown,
    ),
    '',
    ...missedLines(reads),
  ];
}

function missedLines(reads: readonly Measured[]): readonly string[] {
  const missed = reads.flatMap((read) => read.missed.map((what) => `MISSED  ${read.name}: ${what}`));
  return missed.length === 0
    ? ['no list above 100 ms, no key that notices the others, no table read whole: met']
    : missed;
}

const NAMED = 3;

/** By what a read comes to its rows: the indexes that cost most blocks, every table read whole, and how many rows were read in vain. */
export function planLine(plans: readonly Plan[]): string {
  const accesses = plans.filter(({ made }) => made === 'for these parameters').flatMap(({ reads }) => reads);
  const blocks = new Map<string, number>();
  for (const each of accesses) blocks.set(accessText(each), (blocks.get(accessText(each)) ?? 0) + each.blocks);
  const said = [...blocks].toSorted(([, a], [, b]) => b - a).map(([text]) => text);
  const named = said.filter((text, at) => at < NAMED || text.startsWith('Seq Scan'));
  const others = said.length > named.length ? [`${said.length - named.length} more`] : [];
  const removed = accesses.reduce((sum, each) => sum + each.removed, 0);
  const vain = removed === 0 ? '' : `; ${removed.toLocaleString('en')} rows in vain`;
  return `${[...named, ...others].join(', ') || 'no table'}${vain}`;
}

function accessText({ node, table: of, index }: Access): string {
  return index ?? `${node} on ${of}`;
}

/** The same for programs; the plans are in their file. */
export function summaryOf({ reads, ...rest }: ServerReads): object {
  return { ...rest, reads: reads.map(({ plans, ...read }) => ({ ...read, plan: planLine(plans) })) };
}
