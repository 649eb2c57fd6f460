import type { NamedWork } from '@supercargo/observe';
import { EventFault } from '../events/consumer.ts';
import type { Runtime } from '../runtime.ts';

/** What is found out of a piece of work while it is done. */
export interface Work {
  /** Its tool or topic. */
  name: string;
  /** What it came to; undefined where there was nothing to do, or another worker did it: that is told nobody. */
  outcome: string | undefined;
}

/** Does a piece of work, and tells what it came to, where somebody watches. */
export async function worked<T>(
  { telemetry }: Pick<Runtime, 'telemetry'>,
  kind: NamedWork['kind'],
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const done: Work = { name: 'unknown', outcome: undefined };
  const since = performance.now();
  try {
    return await work(done);
  } catch (fault) {
    // It says in words of ours why it cannot be now, and is no defect.
    done.outcome = fault instanceof EventFault ? 'failed' : 'fault';
    throw fault;
  } finally {
    const seconds = (performance.now() - since) / 1_000;
    if (done.outcome !== undefined) {
      const named = { kind, name: done.name, outcome: done.outcome };
      telemetry?.metrics?.worked(named, seconds);
      telemetry?.traces?.worked(named, seconds);
    }
  }
}
