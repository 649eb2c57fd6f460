import { figuresOf, rounded } from '../side.ts';
import type { ReadCase } from './case.ts';
import { wholeReads, type Plan } from './plans.ts';

export type Times = { readonly calls: number; readonly p50Ms: number; readonly p99Ms: number };

/** One read with few rows and with many. */
export type Measured = {
  readonly name: string;
  readonly keyed: boolean;
  readonly table: string;
  /** Rows of that table in the large database. */
  readonly rows: number;
  readonly few: Times;
  readonly many: Times;
  /** How many times as long it takes with many rows, at its median. */
  readonly growth: number;
  /** What is wrong with it; empty: nothing. */
  readonly missed: readonly string[];
  /** With many rows. */
  readonly plans: readonly Plan[];
};

const GROWTH_MAX = 1.5;
const LIST_P99_MS = 100;

function timesOf(tookMs: readonly number[]): Times {
  const { p50Ms, p99Ms } = figuresOf(tookMs, 1);
  return { calls: tookMs.length, p50Ms, p99Ms };
}

type Sides<Value> = { readonly few: Value; readonly many: Value };

/** A keyed read must grow less than 1.5 times, a list must be answered within 100 ms, and neither goes through a whole table. */
export function measuredOf(
  { name, keyed, table }: Pick<ReadCase, 'name' | 'keyed' | 'table'>,
  of: {
    readonly fewMs: readonly number[];
    readonly manyMs: readonly number[];
    readonly plans: Sides<readonly Plan[]>;
    readonly pages: Sides<ReadonlyMap<string, number>>;
    readonly rows: number;
  },
): Measured {
  const [few, many] = [timesOf(of.fewMs), timesOf(of.manyMs)];
  const growth = rounded(many.p50Ms / few.p50Ms);
  const whole = [...wholeReads(of.plans.few, of.pages.few), ...wholeReads(of.plans.many, of.pages.many)];
  const missed = [
    // A read that was never measured has met nothing.
    ...(few.calls === 0 || many.calls === 0 ? ['it was not measured'] : []),
    ...(keyed && growth >= GROWTH_MAX ? [`grows ${growth} times, not less than ${GROWTH_MAX}`] : []),
    ...(!keyed && many.p99Ms > LIST_P99_MS ? [`p99 above ${LIST_P99_MS} ms`] : []),
    ...new Set(whole),
  ];
  return { ...{ name, keyed, table, rows: of.rows, few, many, growth, missed }, plans: of.plans.many };
}
