import { rounded } from '../side.ts';
import type { Access, Plan } from './plans.ts';
import type { ReadCase } from './read-cases.ts';

export type Times = { readonly calls: number; readonly p50Ms: number; readonly p99Ms: number };

/** One read in both databases. */
export type Measured = {
  readonly name: string;
  readonly keyed: boolean;
  readonly small: Times;
  readonly large: Times;
  /** How many times as long it takes in the large one, at its median. */
  readonly growth: number;
  readonly met: boolean;
  readonly plans: { readonly small: readonly Plan[]; readonly large: readonly Plan[] };
};

export type ReadsReport = {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly stockRows: readonly [small: number, large: number];
  readonly companies: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly reads: readonly Measured[];
  readonly wholeReads: readonly string[];
};

const GROWTH_MAX = 1.5;

function timesOf(tookMs: readonly number[]): Times {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { calls: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** A keyed read must grow less than 1.5 times; a list reads more where there is more, and is held to its indexes only. */
export function measuredOf(
  { name, keyed }: Pick<ReadCase, 'name' | 'keyed'>,
  smallMs: readonly number[],
  largeMs: readonly number[],
  plans: Measured['plans'],
): Measured {
  const [small, large] = [timesOf(smallMs), timesOf(largeMs)];
  const growth = rounded(large.p50Ms / small.p50Ms);
  // A read that was never measured has met nothing.
  return { name, keyed, small, large, growth, met: small.calls > 0 && (!keyed || growth < GROWTH_MAX), plans };
}

/** The report as people read it. */
export function linesOf(report: ReadsReport): readonly string[] {
  const { machine, stockRows, companies, rounds, seconds, reads } = report;
  const [small, large] = stockRows.map((rows) => rows.toLocaleString('en'));
  return [
    ...Object.entries(machine).map(([name, value]) => `${name.padEnd(20)} ${value}`),
    `${companies} companies, ${small ?? ''} and ${large ?? ''} stock rows; ${rounds} rounds of ${seconds} s each, 1 caller; milliseconds`,
    '',
    `${'read'.padEnd(38)} ${['p50', 'p99', 'p50', 'p99', 'growth'].map((word) => word.padStart(8)).join('')}`,
    ...reads.map(readLine),
    '',
    'plans in the large database:',
    ...reads.flatMap(({ name, plans }) => [name, ...planLines(plans.large)]),
    '',
    ...(report.wholeReads.length === 0 ? ['no read goes through a whole table: met'] : report.wholeReads),
  ];
}

function readLine({ name, keyed, small, large, growth, met }: Measured): string {
  const times = [small.p50Ms, small.p99Ms, large.p50Ms, large.p99Ms].map((ms) => ms.toFixed(2).padStart(8)).join('');
  const judged = keyed ? `  target < ${GROWTH_MAX}: ${met ? 'met' : 'MISSED'}` : '  a list';
  return `${name.padEnd(38)} ${times}${growth.toFixed(2).padStart(8)}${judged}`;
}

/** One line for a statement where both ways to plan it read alike, else one for each. */
function planLines(plans: readonly Plan[]): readonly string[] {
  const lines = plans.map(({ statement, made, reads, milliseconds, blocks }) => ({
    ...{ statement, made, accesses: accessText(reads) },
    cost: `${milliseconds.toFixed(2)} ms, ${blocks} blocks`,
  }));
  return lines.flatMap(({ statement, made, accesses, cost }, at) => {
    const alike = lines.some(
      (other, place) => place < at && other.statement === statement && other.accesses === accesses,
    );
    return alike ? [] : [`  ${statement} (${made}, ${cost}): ${accesses}`];
  });
}

function accessText(reads: readonly Access[]): string {
  const said = reads.map(({ node, table, index }) =>
    index === undefined ? `${node} on ${table}` : `${node} ${index}`,
  );
  return [...new Set(said)].join(', ') || 'no table';
}
