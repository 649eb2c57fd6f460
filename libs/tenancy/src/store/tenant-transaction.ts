import { CustomerId, TenantId } from '@supercargo/kernel';
import type pg from 'pg';
import { TenancyFault, transactionOn, type TenantTx } from '../tx.ts';

export interface TransactionOptions {
  readonly tenant: TenantId;
  readonly mode: TenantTx['mode'];
  /** Whose rows alone the transaction is for, where a customer's login works; absent for everybody else. */
  readonly customer?: CustomerId | undefined;
  readonly namedStatements: boolean;
}

/** The connection of a tenant's transaction, for a library that speaks to it in its own way while the transaction is open. */
export interface Connection {
  readonly client: pg.PoolClient;
  /** Resolves when the transaction has begun with its tenant; rejects when it could not. */
  readonly begun: Promise<unknown>;
  readonly ended: () => boolean;
}

/**
 * The statements that open a transaction of a tenant, and of one of its customers. Both are written into the statement: their narrow forms
 * are checked here, whatever their types say.
 */
export function beginAs({ tenant, mode, customer }: Omit<TransactionOptions, 'namedStatements'>): string {
  const bound = customer === undefined ? '' : `;set local app.customer = '${CustomerId.parse(customer)}'`;
  return (
    `begin isolation level read committed ${mode === 'read' ? 'read only' : 'read write'};` +
    `set local app.tenant = '${TenantId.parse(tenant)}'${bound}`
  );
}

/**
 * One transaction of one tenant on a connection of this pool, committed when `work` resolves and rolled back when it rejects. Whoever
 * uses the connection beside the `TenantTx` waits for `begun` and refuses statements once `ended()` says so.
 */
export async function tenantTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (tx: TenantTx, connection: Connection) => Promise<T>,
): Promise<T> {
  const begin = beginAs(options);
  const client = await pool.connect();
  // The pool listens to idle connections only: one that breaks in use rejects its query, and must not end the process as well.
  client.on('error', ignore);
  const giveBack = (broken?: Error): void => {
    client.off('error', ignore);
    client.release(broken);
  };
  let over = false;
  const { tx, end } = transactionOn(client, options.tenant, options.mode, options.namedStatements);
  const close = (): void => {
    over = true;
    end();
  };
  let value: T;
  try {
    const begun = client.query(begin);
    [value] = await settleBoth(work(tx, { client, begun, ended: () => over }), begun);
  } catch (error) {
    close();
    giveBack(await client.query('rollback').then(() => undefined, faultOf));
    throw error;
  }
  close();
  const committed = commit(client);
  // What only read has nothing to lose: the next transaction may follow its COMMIT on the connection at once, with the same write.
  if (options.mode === 'read') giveBack();
  else giveBack(await committed.then(() => undefined, faultOf));
  await committed;
  return value;
}

/** A transaction that a swallowed error had aborted answers COMMIT with ROLLBACK. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new TenancyFault('the transaction was rolled back at its commit');
}

function faultOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new TenancyFault('the connection did not survive its transaction');
}

export function ignore(): void {
  return undefined;
}

/** Waits for both, so that nothing is left running on the connection, then gives the values or the first failure. */
async function settleBoth<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
