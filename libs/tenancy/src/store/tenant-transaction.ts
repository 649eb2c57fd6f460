import { TenantId } from '@supercargo/kernel';
import type pg from 'pg';
import { TenancyFault, transactionOn, type TenantTx } from '../tx.ts';

export interface TransactionOptions {
  readonly tenant: TenantId;
  readonly mode: TenantTx['mode'];
  readonly namedStatements: boolean;
}

/**
 * One transaction of one tenant on a connection of this pool, committed when `work` resolves and rolled back when it rejects. The
 * connection itself is given beside the `TenantTx` for libraries that speak to it in their own way; whoever uses it refuses statements
 * once `ended()` says so.
 */
export async function tenantTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (tx: TenantTx, connection: { readonly client: pg.PoolClient; readonly ended: () => boolean }) => Promise<T>,
): Promise<T> {
  // The tenant is written into the statement: its narrow form is checked here, whatever its type says.
  const tenant = TenantId.parse(options.tenant);
  const client = await pool.connect();
  let broken: Error | undefined;
  let over = false;
  const { tx, end } = transactionOn(client, tenant, options.mode, options.namedStatements);
  const close = (): void => {
    over = true;
    end();
  };
  try {
    await client.query(
      `begin isolation level read committed ${options.mode === 'read' ? 'read only' : 'read write'};` +
        `select pg_catalog.set_config('app.tenant', '${tenant}', true)`,
    );
    const value = await work(tx, { client, ended: () => over });
    close();
    const { command } = await client.query('commit');
    // A transaction that a swallowed error had aborted answers COMMIT with ROLLBACK.
    if (command !== 'COMMIT') throw new TenancyFault('the transaction was rolled back at its commit');
    return value;
  } catch (error) {
    close();
    await client.query('rollback').catch((rollback: unknown) => {
      broken = rollback instanceof Error ? rollback : new TenancyFault('rollback failed');
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
