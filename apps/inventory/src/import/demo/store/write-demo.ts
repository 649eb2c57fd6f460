import type { TenantTx } from '@supercargo/tenancy';
import type { DemoFacts, DemoMovement } from '../facts.ts';
import * as statements from './statements.ts';

const BATCH_MOVEMENTS_MAX = 10_000;

/** Waits until no other process loads this company, for as long as the transaction lasts. */
export async function lockDemo(tx: TenantTx): Promise<void> {
  await tx.query(statements.LOCK, [tx.tenant]);
}

/** Whether this item has a past already. It is quick, however large the company is. */
export async function hasMoved(tx: TenantTx, sku: string): Promise<boolean> {
  const [row] = await tx.query<{ moved: boolean }>(statements.HAS_MOVED, [sku]);
  return row?.moved === true;
}

/** Whether the company has purchase orders that no request made. */
export async function hasImportedOrders(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ ordered: boolean }>(statements.HAS_IMPORTED_ORDERS);
  return row?.ordered === true;
}

/**
 * Loads a demo company's facts. What is there already stays as it is, and an item that has a past gets no second one: its orders and
 * movements are those of the day it was first loaded.
 */
export async function writeDemo(tx: TenantTx, facts: DemoFacts, currency: string): Promise<void> {
  const moved = new Set((await tx.query<{ sku: string }>(statements.MOVED)).map(({ sku }) => sku));
  const isNew = ({ sku }: { readonly sku: string }): boolean => !moved.has(sku);
  await tx.query(statements.SUPPLIERS, [JSON.stringify(facts.suppliers)]);
  await tx.query(statements.WAREHOUSES, [JSON.stringify(facts.warehouses)]);
  await tx.query(statements.ITEMS, [JSON.stringify(facts.items), currency]);
  await tx.query(statements.STOCK, [JSON.stringify(facts.stock), facts.recordedAt]);
  await tx.query(statements.ORDERS, [JSON.stringify(facts.orders.filter(isNew)), currency]);
  const movements = facts.movements.filter(isNew);
  for (let from = 0; from < movements.length; from += BATCH_MOVEMENTS_MAX) {
    await writeMovements(tx, movements.slice(from, from + BATCH_MOVEMENTS_MAX));
  }
}

async function writeMovements(tx: TenantTx, movements: readonly DemoMovement[]): Promise<void> {
  await tx.query(statements.MOVEMENTS, [
    movements.map(({ id }) => id),
    movements.map(({ sku }) => sku),
    movements.map(({ warehouse }) => warehouse),
    movements.map(({ kind }) => kind),
    movements.map(({ quantity }) => quantity.toString()),
    movements.map(({ at }) => at),
    movements.map(({ reference }) => reference),
    movements.map(({ reason }) => reason),
  ]);
}
