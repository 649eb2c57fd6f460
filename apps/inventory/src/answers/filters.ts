import { isVisible, type TradeRefusal } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { UNKNOWN_SKU, unknownSupplier, unknownWarehouse } from '../domain/refusals.ts';
import { readItem } from '../store/items.ts';
import { isSupplier, supplierIds } from '../store/suppliers.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

/** A supplier's id as an argument: bounded, and nothing hidden in it. */
export const SupplierArgument = z
  .string()
  .min(1)
  .max(64)
  .refine(isVisible)
  .optional()
  .describe('Only items of this supplier, by its id, such as SUP-FINCA.');

/** Filters that name things: an empty list must mean that nothing fits, never that a name was misspelled. */
export interface Filters {
  readonly sku?: string | undefined;
  readonly supplier?: string | undefined;
  readonly warehouse?: string | undefined;
}

/** The refusal of the first filter that names nothing of the tenant's, with what is there. */
export async function refusalOfFilters(
  tx: TenantTx,
  { sku, supplier, warehouse }: Filters,
): Promise<TradeRefusal | undefined> {
  const [item, isKnown, into] = await Promise.all([
    sku === undefined ? undefined : readItem(tx, sku),
    supplier === undefined || isSupplier(tx, supplier),
    warehouse === undefined ? undefined : readWarehouse(tx, warehouse),
  ]);
  if (sku !== undefined && item === undefined) return UNKNOWN_SKU;
  if (!isKnown) return unknownSupplier(await supplierIds(tx));
  if (warehouse !== undefined && into === undefined) return unknownWarehouse(await warehouseIds(tx));
  return undefined;
}
