import type * as Client from '@prometheus-io/client';
import type { Metrics } from '../telemetry.ts';
import { BoundedWords } from './bounded-words.ts';

/** Where what is counted is kept, and the bounds of its histograms. */
interface Kept {
  readonly registers: Client.Registry[];
  readonly buckets: number[];
}

/** Counts what a worker does by itself. */
export function countWork(
  { Counter, Histogram }: Pick<typeof Client, 'Counter' | 'Histogram'>,
  { registers, buckets }: Kept,
): Metrics['worked'] {
  const total = new Counter({
    ...{ name: 'supercargo_work_total', help: 'What a worker did by itself, by what it came to', registers },
    labelNames: ['kind', 'name', 'outcome'],
  });
  const seconds = new Histogram({
    ...{ name: 'supercargo_work_seconds', help: 'From taking up work to its outcome, record included', registers },
    ...{ labelNames: ['kind', 'name'], buckets },
  });
  const names = new BoundedWords();
  return ({ kind, name: named, outcome }, took) => {
    const name = names.of(named);
    total.inc({ kind, name, outcome });
    seconds.observe({ kind, name }, took);
  };
}
