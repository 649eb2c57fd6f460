import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { ClusterError, codeOf } from './fault.ts';
import type { Home } from './home.ts';

const staleMs = 5_000;
const pauseMs = 40;

/** How long a caller waits for its turn. Creating a cluster on a slow disk takes the longest. */
const waitMsMax = { database: 180_000, state: 30_000, rail: 30_000, idp: 30_000, console: 30_000 } as const;

/**
 * Runs `work` while no other process of this home runs under the same name. The lock of a killed process is free after
 * five seconds.
 *
 * The lock saves work; it is not what keeps data safe. A process that slept through its own lock is not stopped, so
 * everything done under it must also be safe when done twice (files are renamed into place, and PostgreSQL itself
 * refuses to open a data directory twice).
 */
export async function withLock<T>(home: Home, name: keyof typeof waitMsMax, work: () => Promise<T>): Promise<T> {
  const release = await acquire(join(home.path, `${name}.lock`), waitMsMax[name]);
  try {
    return await work();
  } finally {
    await release().catch((error: unknown) => {
      // Someone took the lock over while this process slept: there is nothing left to release.
      if (codeOf(error) !== 'ERELEASED' && codeOf(error) !== 'ENOTACQUIRED') throw error;
    });
  }
}

async function acquire(lockfilePath: string, waitMs: number): Promise<() => Promise<void>> {
  const target = lockfilePath.replace(/\.lock$/, '');
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += pauseMs) {
    try {
      return await lockfile.lock(target, {
        lockfilePath,
        realpath: false,
        stale: staleMs,
        update: staleMs / 5,
        retries: 0,
        onCompromised: () => undefined,
      });
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
      await sleep(pauseMs);
    }
  }
  throw new ClusterError('lock', `Another process has held ${lockfilePath} for ${String(waitMs / 1000)} seconds.`);
}
