import type { Proposal } from '@supercargo/approval';
import { counted, decimal, ok, refuse, sayName, Sku, spoken, untrusted, WarehouseId } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { orderedFields } from '../answers/ordered-fields.ts';
import { REORDER_REFUSALS, UNKNOWN_SKU, unknownWarehouse } from '../domain/refusals.ts';
import { decideReorder, expectedOn, REORDER_UNITS_MAX } from '../domain/reorder.ts';
import { readItem, type Item } from '../store/items.ts';
import { OrderedResult, readPurchaseOrder } from '../store/purchase-orders.ts';
import { stockOfItem, type StockLine } from '../store/stock.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

/** What an approver wants to know beside the order; it may move on without stopping it. */
function factsOf(
  { leadTimeDays, priceAsOf }: Item,
  { name, stock }: { readonly name: string; readonly stock: StockLine | undefined },
  now: Date,
): Proposal['card']['facts'] {
  const asOf = now.toISOString();
  return [
    {
      fact: `Stock in ${sayName(name)}`,
      value:
        stock === undefined
          ? 'not recorded'
          : `${stock.onHand.toLocaleString('en')}, ${stock.allocated.toLocaleString('en')} of it allocated`,
      as_of: stock?.recordedAt.toISOString() ?? asOf,
    },
    {
      fact: 'Lead time',
      value: leadTimeDays === null ? 'not recorded' : counted(leadTimeDays, 'day'),
      as_of: priceAsOf?.toISOString() ?? asOf,
    },
    { fact: 'Expected when ordered now', value: expectedOn(now, leadTimeDays) ?? 'not recorded', as_of: asOf },
  ];
}

export const createReorder = defineWriteTool({
  name: 'create_reorder',
  title: 'Reorder an item',
  description:
    'Asks for a purchase order of one item from its supplier at its recorded price. Nothing is ordered by this call: it plans, shows a person what would be ordered, and orders exactly that once they approve.',
  scopes: ['inventory:reorder'],
  input: z.strictObject({
    sku: Sku.describe('The item’s SKU, such as COF-1KG.'),
    quantity: z.int().min(1).max(REORDER_UNITS_MAX).describe('How many units, a whole number from 1 to 1,000,000.'),
    warehouse: WarehouseId.describe('The id of the warehouse that receives it, such as HAM-1.'),
  }),
  reversibility: { kind: 'compensable', by: 'cancel_reorder', until: 'the goods are received' },
  execute: 'inventory.create_reorder',
  async plan({ sku, quantity, warehouse }, { tx, clock, newId }) {
    // The three do not depend on one another, so they travel together.
    const [item, to, [stock]] = await Promise.all([
      readItem(tx, sku),
      readWarehouse(tx, warehouse),
      stockOfItem(tx, sku, warehouse),
    ]);
    if (item === undefined) return refuse(UNKNOWN_SKU);
    if (to === undefined) return refuse(unknownWarehouse(await warehouseIds(tx)));
    const decided = decideReorder(item, quantity);
    if (!decided.ok) return refuse(REORDER_REFUSALS[decided.refusal]);
    const { price, amount, supplierId } = decided.value;
    const supplier = sayName(item.supplierName ?? supplierId);
    return ok({
      effect: { purchase_order_id: newId(), sku, quantity, warehouse_id: warehouse },
      guards: { price_minor: price.minor.toString(), currency: price.currency, supplier_id: supplierId },
      amount,
      units: null,
      card: {
        sentence: `Order ${quantity.toLocaleString('en')} ${item.unit} of ${sayName(item.description)} from ${supplier} into ${sayName(to.name)} for ${spoken(amount)}.`,
        changes: [
          {
            what: `On order of ${sku}`,
            before: item.onOrder.toLocaleString('en'),
            after: (item.onOrder + quantity).toLocaleString('en'),
          },
        ],
        guards: [
          { fact: 'price', value: `${decimal(price)} ${price.currency}` },
          { fact: 'supplier', value: supplier },
        ],
        facts: factsOf(item, { name: to.name, stock }, clock()),
        flags: [],
        undo: 'cancel_reorder cancels the purchase order until the goods are received',
      },
    });
  },
  async readBack(result, { tx }) {
    const { purchase_order_id: id } = OrderedResult.parse(result);
    const order = await readPurchaseOrder(tx, id);
    const fields = orderedFields(id, order);
    if (order === undefined) return fields;
    return {
      ...fields,
      supplier: untrusted('supplier', order.supplierName, 200),
      warehouse: order.warehouseId,
      expected_on: order.expectedOn,
      on_order: order.onOrder,
    };
  },
});
