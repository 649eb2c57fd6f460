import type pg from 'pg';
import { sendStatement } from '../send-statement.ts';
import { TenancyFault, type Parameter, type Statement } from '../tx.ts';
import { beginAs, ignore, type TransactionOptions } from './tenant-transaction.ts';

/**
 * One statement in a tenant's transaction of its own. Everything leaves at once, the COMMIT before its statement has answered: a
 * statement that fails makes PostgreSQL answer that COMMIT with ROLLBACK, which is looked at here.
 */
export async function appendStatement(
  pool: pg.Pool,
  options: TransactionOptions,
  statement: Statement,
  parameters: readonly Parameter[],
): Promise<void> {
  const begin = beginAs(options);
  const client = await pool.connect();
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    const [begun, written, committed] = await Promise.allSettled([
      client.query(begin),
      sendStatement(client, statement, parameters, options.namedStatements),
      client.query('commit'),
    ]);
    if (committed.status === 'rejected') broken = new TenancyFault('the connection did not survive its transaction');
    for (const answer of [begun, written, committed]) if (answer.status === 'rejected') throw answer.reason;
    if (committed.status === 'fulfilled' && committed.value.command !== 'COMMIT') {
      throw new TenancyFault('the transaction was rolled back at its commit');
    }
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
