import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { CURRENCY } from '../amounts.ts';
import { skuOf, supplierIdOf } from '../identity.ts';
import { RDC, type OrderLine } from '../line.ts';
import * as statements from './statements.ts';

/** UN/ECE Rec 20, a package: the file counts and prices its items by the pack, and says beside it how many units a pack holds. */
const UNIT = 'XPK';
const WAREHOUSE_NAME = 'Regional distribution centre';

/** False where another import into the tenant holds the lock. */
export async function lockImports(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(statements.LOCK, [tx.tenant]);
  return row?.locked === true;
}

/** Gives the ids that were not there yet. `names` are names of suppliers, each once. */
export async function writeSuppliers(tx: TenantTx, names: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(statements.INSERT_SUPPLIERS, [tx.tenant, names.map(supplierIdOf), names]);
  return rows.map(({ id }) => id);
}

/** Gives the SKUs that were not there yet. */
export async function writeItems(tx: TenantTx, descriptions: readonly string[]): Promise<readonly string[]> {
  const parameters = [tx.tenant, descriptions.map(skuOf), descriptions, UNIT];
  const rows = await tx.query<{ sku: string }>(statements.INSERT_ITEMS, parameters);
  return rows.map(({ sku }) => sku);
}

/** The one place that the file names becomes a warehouse. No stock: the file holds none. Gives whether it was not there yet. */
export async function writeWarehouse(tx: TenantTx): Promise<boolean> {
  const rows = await tx.query<{ id: string }>(statements.INSERT_WAREHOUSE, [tx.tenant, RDC.id, WAREHOUSE_NAME]);
  return rows.length > 0;
}

export interface Written {
  readonly given: number;
  /** Of the given, those that were there, just so or different. */
  readonly known: number;
  /** Of the given, those that were new or different. */
  readonly written: number;
}

/** Writes lines with distinct ids, whose suppliers and items are there. */
export async function writeOrderLines(tx: TenantTx, lines: readonly OrderLine[]): Promise<Written> {
  const [row] = await tx.query<{ given: number; known: number; written: number }>(statements.UPSERT_ORDER_LINES, [
    tx.tenant,
    JSON.stringify(lines.map(rowOf)),
    CURRENCY,
  ]);
  assert(row?.given === lines.length, 'every line that was given was written or found');
  return row;
}

/** Amounts travel as text: JSON numbers would be read as floats by anything in between. */
function rowOf(line: OrderLine): Record<string, string | number | null> {
  const purchase = line.kind === 'purchase';
  return {
    line_id: line.lineId,
    order_number: line.orderNumber,
    kind: line.kind,
    supplier_id: purchase ? supplierIdOf(line.vendor) : null,
    place: purchase ? null : RDC.id,
    sku: skuOf(line.description),
    quantity: line.packs?.toString() ?? null,
    value_minor: line.valueCents?.toString() ?? null,
    price_minor: line.priceCents?.toString() ?? null,
    ordered_on: line.orderedOn,
    scheduled_on: line.scheduledOn,
    delivered_on: line.deliveredOn,
    lead_time_days: line.leadTimeDays,
    line_number: line.lineNumber,
    columns: line.columns,
  };
}

export interface Settled {
  /** Items whose last purchase has a price, and a lead time. */
  readonly priced: number;
  readonly timed: number;
  /** SKUs of the items that became different. */
  readonly settled: readonly string[];
}

/** Gives every item the price, supplier and lead time of its last purchase. */
export async function settleItems(tx: TenantTx): Promise<Settled> {
  const [row] = await tx.query<{ priced: number; timed: number; settled: string[] }>(statements.SETTLE_ITEMS, [
    tx.tenant,
  ]);
  assert(row !== undefined, 'a select without from gives a row');
  return row;
}

/** Appends one record to the audit log, in the transaction of what it records. */
export async function recordImport(tx: TenantTx, record: Readonly<Record<string, CanonicalValue>>): Promise<void> {
  await tx.query(statements.INSERT_AUDIT_ENTRY, [tx.tenant, canonicalText(record)]);
}
