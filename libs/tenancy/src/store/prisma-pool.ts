import { type AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import { TenancyFault } from '../tx.ts';
import type { Connection } from './tenant-transaction.ts';

/** Which connection a transaction of Prisma's belongs to, by the asynchronous context that started it. */
export type Binding = AsyncLocalStorage<Connection>;

/** What Prisma says about a transaction that tenantTransaction begins and ends in its place. */
const SPOKEN = ['BEGIN', 'COMMIT', 'ROLLBACK'];

/**
 * What Prisma's adapter takes for a pool. `connect` yields the connection of the tenant's transaction that is under way, and nothing
 * else yields anything: a query outside a transaction is refused, and so is whatever would begin or end one.
 */
export function boundPool(pool: pg.Pool, binding: Binding): pg.Pool {
  const refuse = (): never => {
    throw new TenancyFault('Prisma asked outside a tenant’s transaction');
  };
  // Prisma's adapter asks for an instance of pg.Pool; only the two methods that reach the database are ours.
  return Object.create(pool, {
    query: { value: async () => refuse() },
    connect: { value: async () => boundClient(binding.getStore() ?? refuse()) },
  }) as pg.Pool;
}

function boundClient({ client, begun, ended }: Connection): pg.PoolClient {
  let state: 'new' | 'open' | 'over' = 'new';
  const query = async (statement: pg.QueryConfig): Promise<unknown> => {
    const { text } = statement;
    if (ended() || state === 'over') throw new TenancyFault('Prisma: the tenant’s transaction has ended');
    if (SPOKEN.includes(text) && (text === 'BEGIN') === (state === 'new')) {
      if (text === 'BEGIN') await begun;
      state = text === 'BEGIN' ? 'open' : 'over';
      return { rows: [], fields: [], rowCount: 0 };
    }
    if (/^\s*(begin|start|commit|end|rollback|abort|savepoint|release|set)\b/i.test(text)) {
      throw new TenancyFault('Prisma may not begin or end a transaction here, and not nest one');
    }
    return client.query(statement);
  };
  return Object.create(client, {
    query: { value: query },
    // Given back to the real pool by tenantTransaction, which took it.
    release: { value: () => undefined },
  }) as pg.PoolClient;
}
