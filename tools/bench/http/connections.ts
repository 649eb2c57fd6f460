import { availableParallelism } from 'node:os';

/** As many connections to the database as ours takes by itself; the Toolbox takes four where there are so few processors. */
export const CONNECTIONS = Math.min(16, 2 * availableParallelism() + 1);
