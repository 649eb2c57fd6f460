import type { TenantId } from '@supercargo/kernel';
import type { PoolClient, QueryResultRow } from 'pg';
import { sendStatement } from './send-statement.ts';

/** One statement: named, so that the server plans it once per connection, or not where a pooler forbids names. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Parameter =
  string | number | bigint | boolean | null | Buffer | readonly string[] | readonly (string | null)[];

/**
 * One transaction of one tenant. The only thing that repositories accept: it cannot be made outside `openDoor`, and it refuses
 * statements once its transaction has ended.
 */
export interface TenantTx {
  readonly tenant: TenantId;
  readonly mode: 'read' | 'write';
  query<Row extends QueryResultRow>(statement: Statement, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
}

/** A statement outside its tenant's transaction, or a transaction that did not end as asked: a defect of ours. */
export class TenancyFault extends Error {
  override readonly name = 'TenancyFault';
}

/** A statement is sent only while the transaction is open. `end` closes it, whatever still holds it. */
export function transactionOn(
  client: PoolClient,
  tenant: TenantId,
  mode: TenantTx['mode'],
  namedStatements: boolean,
): { readonly tx: TenantTx; readonly end: () => void } {
  let open = true;
  const tx: TenantTx = {
    tenant,
    mode,
    async query<Row extends QueryResultRow>(statement: Statement, parameters: readonly Parameter[] = []) {
      if (!open) throw new TenancyFault(`${statement.name}: the tenant's transaction has ended`);
      const result = await sendStatement<Row>(client, statement, parameters, namedStatements);
      return result.rows;
    },
  };
  return {
    tx,
    end: () => {
      open = false;
    },
  };
}
