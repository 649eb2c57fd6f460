import { ok, refuse, sayName, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { orderedFields } from '../answers/ordered-fields.ts';
import { canBecome } from '../domain/purchase-order.ts';
import { UNKNOWN_PURCHASE_ORDER } from '../domain/refusals.ts';
import { OrderedResult, readPurchaseOrder, type PurchaseOrder } from '../store/purchase-orders.ts';

/** What was ordered, as the effect function spells it: an imported order may be another by the time it is cancelled. */
function orderedText({ quantity, sku, supplierId, amount }: PurchaseOrder): string {
  return `${quantity.toString()} ${sku} from ${supplierId} for ${amount.minor.toString()} ${amount.currency}`;
}

export const cancelReorder = defineWriteTool({
  name: 'cancel_reorder',
  title: 'Cancel a reorder',
  description:
    'Asks to cancel an open purchase order, one that create_reorder made or one that came by import. Nothing is cancelled by this call: it plans, and cancels once a person approves.',
  scopes: ['inventory:reorder'],
  input: z.strictObject({
    purchase_order_id: z.uuid().describe('The purchase_order_id that create_reorder or list_reorders answered.'),
  }),
  reversibility: { kind: 'compensable', by: 'create_reorder', until: 'the supplier no longer sells the item' },
  execute: 'inventory.cancel_reorder',
  async plan({ purchase_order_id: id }, { tx }) {
    const order = await readPurchaseOrder(tx, id);
    if (order === undefined) return refuse(UNKNOWN_PURCHASE_ORDER);
    if (!canBecome(order.state, 'cancelled')) {
      return refuse({
        code: 'not_cancellable',
        reason: `the purchase order is ${order.state}`,
        field: 'purchase_order_id',
        accepted: 'an open purchase order',
      });
    }
    const supplier = sayName(order.supplierName);
    const which = order.number === null ? 'the purchase order' : `purchase order ${sayName(order.number)}`;
    return ok({
      effect: { purchase_order_id: order.id },
      guards: { purchase_order_state: order.state, ordered: orderedText(order) },
      amount: null,
      units: null,
      card: {
        sentence: `Cancel ${which} of ${order.quantity.toLocaleString('en')} × ${order.sku} from ${supplier}, ${spoken(order.amount)}.`,
        changes: [{ what: 'Purchase order', before: order.state, after: 'cancelled' }],
        guards: [
          { fact: 'state', value: order.state },
          { fact: 'what was ordered', value: 'as said above' },
        ],
        facts: [{ fact: 'Ordered', value: order.orderedAt.toISOString(), as_of: order.orderedAt.toISOString() }],
        flags: [],
        undo: 'create_reorder orders the same again, at the price of then',
      },
    });
  },
  async readBack(result, { tx }) {
    const { purchase_order_id: id } = OrderedResult.parse(result);
    return orderedFields(id, await readPurchaseOrder(tx, id));
  },
});
