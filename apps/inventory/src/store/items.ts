import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** An item with its supplier, as the warehouse system knows it. */
export interface Item {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly supplierId: string | null;
  readonly supplierName: string | null;
  readonly price: Money | null;
  readonly priceAsOf: Date | null;
  readonly leadTimeDays: number | null;
  readonly reorderPoint: number | null;
  readonly safetyStock: number | null;
  readonly onOrder: number;
}

export interface ItemRow {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly supplier_id: string | null;
  readonly supplier_name: string | null;
  readonly price_minor: string | null;
  readonly currency: string | null;
  readonly price_as_of: Date | null;
  readonly lead_time_days: number | null;
  readonly reorder_point: string | null;
  readonly safety_stock: string | null;
  readonly on_order: string;
}

/** The columns of an item `i` with its supplier `v`, all that `itemOf` reads but `on_order`. */
export const ITEM_COLUMNS = `i.sku, i.description, i.unit, i.supplier_id, v.name as supplier_name, i.price_minor, i.currency, i.price_as_of,
  i.lead_time_days, i.reorder_point, i.safety_stock`;

/** What is on order of an item `i`. */
export const onOrder = (ofOrders = ''): string => `(select coalesce(sum(o.quantity), 0) from inventory.purchase_order o
             where o.tenant_id = i.tenant_id and o.sku = i.sku and o.state = 'open'${ofOrders}) as on_order`;

const ITEM = {
  name: 'inventory_item',
  text: `select ${ITEM_COLUMNS}, ${onOrder()}
         from inventory.item i left join inventory.supplier v on v.tenant_id = i.tenant_id and v.id = i.supplier_id
         where i.tenant_id = app.tenant() and i.sku = $1`,
} as const;

export function itemOf(row: ItemRow): Item {
  return {
    sku: row.sku,
    description: row.description,
    unit: row.unit,
    supplierId: row.supplier_id,
    supplierName: row.supplier_name,
    price:
      row.price_minor === null || row.currency === null
        ? null
        : { minor: BigInt(row.price_minor), currency: row.currency },
    priceAsOf: row.price_as_of,
    leadTimeDays: row.lead_time_days,
    reorderPoint: numberOf(row.reorder_point),
    safetyStock: numberOf(row.safety_stock),
    onOrder: Number(row.on_order),
  };
}

export async function readItem(tx: TenantTx, sku: string): Promise<Item | undefined> {
  const [row] = await tx.query<ItemRow>(ITEM, [sku]);
  return row === undefined ? undefined : itemOf(row);
}

/** A count as the database says it; null stays null, which is "not recorded". */
export function numberOf(value: string | null): number | null {
  return value === null ? null : Number(value);
}
