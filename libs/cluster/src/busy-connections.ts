import { availableParallelism } from 'node:os';

const CONNECTIONS_MAX = 16;

/**
 * How many connections a server that answers many at once has to its database: as many as keep these processors busy, and no more. Each backend
 * has its own caches, and a statement that finds them cold takes longer than one that waits for a warm one.
 */
export function busyConnections(processors = availableParallelism()): number {
  return Math.min(CONNECTIONS_MAX, 2 * processors + 1);
}
