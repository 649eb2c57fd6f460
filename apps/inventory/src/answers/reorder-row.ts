import { Instant, sayName, toWire, UntrustedText, untrusted, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { PURCHASE_ORDER_STATES } from '../domain/purchase-order.ts';
import type { ListedOrder } from '../store/purchase-order-list.ts';
import { supplierField } from './item-fields.ts';

/** A purchase order as a list shows it. */
export const ReorderRow = z.strictObject({
  purchase_order_id: z.uuid(),
  number: UntrustedText.nullable().describe(
    'the warehouse system’s own number, of an order that was imported; null: ours',
  ),
  state: z.enum(PURCHASE_ORDER_STATES),
  sku: z.string(),
  description: UntrustedText,
  supplier: z.strictObject({ id: z.string(), name: UntrustedText }),
  warehouse: z.string(),
  warehouse_name: z.string(),
  quantity: z.int(),
  unit: z.string(),
  amount: WireMoney,
  ordered_at: Instant,
  expected_on: z.iso.date().nullable(),
  expected_by: z
    .enum(['order', 'lead_time'])
    .nullable()
    .describe(
      'order: as the order says; lead_time: of an open order without a date, ordered_at and the item’s lead time',
    ),
  overdue: z.boolean().describe('open, and expected before today'),
  received_at: Instant.nullable(),
});

export function reorderRow(order: ListedOrder, today: string): z.input<typeof ReorderRow> {
  const { expectedOn } = order;
  const expectedBy = order.expectedByLeadTime ? 'lead_time' : 'order';
  return {
    purchase_order_id: order.id,
    number: order.number === null ? null : untrusted('warehouse system', order.number, 64),
    state: order.state,
    sku: order.sku,
    description: untrusted('supplier', order.description),
    supplier: supplierField(order.supplierId, order.supplierName),
    warehouse: order.warehouseId,
    warehouse_name: sayName(order.warehouseName),
    quantity: order.quantity,
    unit: order.unit,
    amount: toWire(order.amount),
    ordered_at: order.orderedAt.toISOString(),
    expected_on: expectedOn,
    expected_by: expectedOn === null ? null : expectedBy,
    overdue: order.state === 'open' && expectedOn !== null && expectedOn < today,
    received_at: order.receivedAt?.toISOString() ?? null,
  };
}
