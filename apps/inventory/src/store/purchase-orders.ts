import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { PurchaseOrderState } from '../domain/purchase-order.ts';

/** What the effects on purchase orders say they did: which order. */
export const OrderedResult = z.object({ purchase_order_id: z.uuid() });

export interface PurchaseOrder {
  readonly id: string;
  /** The number that the warehouse system gave it; null where it was ordered here. */
  readonly number: string | null;
  readonly sku: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly warehouseId: string;
  readonly quantity: number;
  readonly amount: Money;
  readonly state: PurchaseOrderState;
  readonly orderedAt: Date;
  /** An ISO 8601 date; null where the lead time is not recorded. */
  readonly expectedOn: string | null;
  /** What is on order of its item in all, this order with it while it is open. */
  readonly onOrder: number;
}

interface PurchaseOrderRow {
  readonly id: string;
  readonly number: string | null;
  readonly sku: string;
  readonly supplier_id: string;
  readonly supplier_name: string;
  readonly warehouse_id: string;
  readonly quantity: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly state: PurchaseOrderState;
  readonly ordered_at: Date;
  readonly expected_on: string | null;
  readonly on_order: string;
}

const ONE = {
  name: 'inventory_purchase_order',
  text: `select o.id, o.number, o.sku, o.supplier_id, s.name as supplier_name, o.warehouse_id, o.quantity, o.amount_minor, o.currency, o.state,
           o.ordered_at, to_char(o.expected_on, 'YYYY-MM-DD') as expected_on,
           (select coalesce(sum(x.quantity), 0) from inventory.purchase_order x
             where x.tenant_id = o.tenant_id and x.sku = o.sku and x.state = 'open') as on_order
         from inventory.purchase_order o join inventory.supplier s on s.tenant_id = o.tenant_id and s.id = o.supplier_id
         where o.tenant_id = app.tenant() and o.id = $1`,
} as const;

export async function readPurchaseOrder(tx: TenantTx, id: string): Promise<PurchaseOrder | undefined> {
  const [row] = await tx.query<PurchaseOrderRow>(ONE, [id]);
  if (row === undefined) return undefined;
  return {
    id: row.id,
    number: row.number,
    sku: row.sku,
    supplierId: row.supplier_id,
    supplierName: row.supplier_name,
    warehouseId: row.warehouse_id,
    quantity: Number(row.quantity),
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    state: row.state,
    orderedAt: row.ordered_at,
    expectedOn: row.expected_on,
    onOrder: Number(row.on_order),
  };
}
