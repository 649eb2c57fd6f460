import type { RowCounts, Run } from '@supercargo/imports';
import { assert } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import * as statements from './statements.ts';

export interface Unkeepable {
  readonly line: number;
  readonly what: 'number' | 'id' | 'kind' | 'vendor';
}

/** The first staged line that cannot be kept, and why. */
export async function unkeepable(tx: TenantTx, run: Run): Promise<Unkeepable | undefined> {
  const [row] = await tx.query<{ line: number; what: Unkeepable['what'] }>(statements.UNKEEPABLE, [tx.tenant, run.id]);
  return row;
}

interface Written {
  readonly given: number;
  readonly added: number;
  readonly changed: number;
}

function countsOf({ given, added, changed }: Written): RowCounts {
  return { added, changed, unchanged: given - added - changed };
}

async function one<Row extends Written>(tx: TenantTx, statement: Statement, run: Run): Promise<Row> {
  const [row] = await tx.query<Row & Record<string, unknown>>(statement, [tx.tenant, run.id]);
  assert(row !== undefined, 'a select of counts gives a row');
  return row;
}

export interface StagedWritten {
  readonly rows: { readonly orders: RowCounts; readonly orderLines: RowCounts; readonly parts: RowCounts };
  readonly counts: {
    readonly orders: number;
    readonly purchases: number;
    readonly stockOrders: number;
    readonly countriesUnknown: number;
  };
}

/** Writes what is staged: orders before their lines, and both before the parts that several shipments make of an order. */
export async function writeStaged(tx: TenantTx, run: Run): Promise<StagedWritten> {
  const orders = await one<Written & { purchases: number; unplaced: number }>(tx, statements.UPSERT_ORDERS, run);
  const lines = await one(tx, statements.UPSERT_LINES, run);
  const parts = await one(tx, statements.UPSERT_PARTS, run);
  await tx.query(statements.UPSERT_PART_LINES, [tx.tenant, run.id]);
  const { given, purchases, unplaced } = orders;
  return {
    rows: { orders: countsOf(orders), orderLines: countsOf(lines), parts: countsOf(parts) },
    counts: { orders: given, purchases, stockOrders: given - purchases, countriesUnknown: unplaced },
  };
}
