import { decimal } from '@supercargo/kernel';
import type { ReadBack } from '@supercargo/mcp-kit';
import type { PurchaseOrder } from '../store/purchase-orders.ts';

/** What became of a purchase order, read back from the warehouse system. */
export function orderedFields(id: string, order: PurchaseOrder | undefined): ReadBack {
  if (order === undefined) return { purchase_order_id: id, purchase_order_state: 'not found' };
  return {
    purchase_order_id: order.id,
    purchase_order_state: order.state,
    sku: order.sku,
    quantity: order.quantity,
    amount: decimal(order.amount),
    currency: order.amount.currency,
  };
}
