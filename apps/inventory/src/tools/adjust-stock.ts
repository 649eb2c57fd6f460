import { ok, refuse, sayName, Sku, untrusted, WarehouseId } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { adjustmentRefusal, UNKNOWN_SKU, unknownWarehouse } from '../domain/refusals.ts';
import { decideAdjustment, type StockChange } from '../domain/stock-change.ts';
import { readItem } from '../store/items.ts';
import { AdjustedResult, stockOfItem } from '../store/stock.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

const UNITS_MAX = 1_000_000;

function undoOf(change: number, { before }: StockChange): string {
  const units = Math.abs(change).toLocaleString('en');
  if (change < 0) return `adjust_stock adds the ${units} again`;
  const taken = `adjust_stock takes the ${units} off again, while as many are on hand`;
  return before === null ? `${taken}; the stock is then recorded as 0, no longer not recorded` : taken;
}

export const adjustStock = defineWriteTool({
  name: 'adjust_stock',
  title: 'Adjust stock',
  description:
    'Asks to correct the recorded stock of one item in one warehouse, such as after a count, a breakage or a find. Nothing is changed by this call: it plans, shows a person the stock before and after, and changes exactly that once they approve.',
  scopes: ['inventory:adjust'],
  input: z.strictObject({
    sku: Sku.describe('The item’s SKU, such as COF-1KG.'),
    warehouse: WarehouseId.describe('The id of the warehouse whose stock is corrected, such as HAM-1.'),
    change: z
      .int()
      .min(-UNITS_MAX)
      .max(UNITS_MAX)
      .refine((change) => change !== 0)
      .describe('How many units more, or with a minus less: a whole number from -1,000,000 to 1,000,000, not 0.'),
    // Takes the place of the reason that every write may give: here it is needed, and kept with what was done.
    reason: z
      .string()
      .trim()
      .min(3)
      .max(500)
      .describe('Why the stock is corrected, in 3 to 500 characters; shown to the approver as your words, and kept.'),
  }),
  reversibility: {
    ...{ kind: 'compensable', by: 'adjust_stock' },
    until: 'what was added is used; stock that was not recorded before stays recorded, as 0',
  },
  execute: 'inventory.adjust_stock',
  async plan({ sku, warehouse, change, reason }, { tx, clock }) {
    // The three do not depend on one another, so they travel together.
    const [item, place, [stock]] = await Promise.all([
      readItem(tx, sku),
      readWarehouse(tx, warehouse),
      stockOfItem(tx, sku, warehouse),
    ]);
    if (item === undefined) return refuse(UNKNOWN_SKU);
    if (place === undefined) return refuse(unknownWarehouse(await warehouseIds(tx)));
    const decided = decideAdjustment(stock, change);
    if (!decided.ok) return refuse(adjustmentRefusal(decided.refusal, stock?.onHand ?? 0));
    const { before, after, isBelowAllocated } = decided.value;
    const units = Math.abs(change);
    const what = `${units.toLocaleString('en')} ${item.unit} of ${sayName(item.description)}`;
    const where = sayName(place.name);
    const recorded = stock === undefined ? 'not recorded' : 'recorded';
    return ok({
      effect: { sku, warehouse_id: warehouse, change, reason: untrusted('agent', reason).text },
      guards: { stock: recorded, ...(change < 0 ? { on_hand_at_least: units.toString() } : {}) },
      amount: null,
      units,
      card: {
        sentence: change < 0 ? `Take ${what} off the stock in ${where}.` : `Add ${what} to the stock in ${where}.`,
        changes: [
          {
            what: `On hand of ${sku} in ${where}`,
            before: before?.toLocaleString('en') ?? 'not recorded',
            after: after.toLocaleString('en'),
          },
        ],
        guards: [
          { fact: 'stock', value: recorded },
          ...(change < 0 ? [{ fact: 'on hand', value: `at least ${units.toLocaleString('en')}` }] : []),
        ],
        facts: [
          {
            fact: `Allocated in ${where}`,
            value: stock?.allocated.toLocaleString('en') ?? 'not recorded',
            as_of: (stock?.recordedAt ?? clock()).toISOString(),
          },
        ],
        flags: isBelowAllocated ? ['more is allocated than would be there'] : [],
        undo: undoOf(change, decided.value),
      },
    });
  },
  async readBack(result, { tx }) {
    const { sku, warehouse_id: warehouse, change } = AdjustedResult.parse(result);
    const [stock] = await stockOfItem(tx, sku, warehouse);
    return {
      ...{ sku, warehouse, change },
      on_hand: stock?.onHand ?? null,
      allocated: stock?.allocated ?? null,
      available: stock === undefined ? null : stock.onHand - stock.allocated,
    };
  },
});
