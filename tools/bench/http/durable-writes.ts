import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchHome } from '../database.ts';

/** As seldom as does not burden what is measured beside it. */
const EVERY_MS = 200;
const BYTES = 8 * 1024;

/** How long a few bytes take to be durable where the database is, while something else is measured. */
export interface DurableWrites {
  /** Each until now, in milliseconds. */
  readonly tookMs: readonly number[];
  stop(): Promise<void>;
}

export async function watchDurableWrites(): Promise<DurableWrites> {
  const path = join(benchHome().path, `durable-${process.pid.toString()}`);
  const file = await open(path, 'w');
  const tookMs: number[] = [];
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      await file.write(Buffer.alloc(BYTES), 0, BYTES, 0);
      await file.datasync();
      tookMs.push(performance.now() - startedAt);
      await sleep(EVERY_MS);
    }
  })();
  return {
    tookMs,
    stop: async () => {
      over.abort();
      await writing;
      await file.close();
      await rm(path);
    },
  };
}
