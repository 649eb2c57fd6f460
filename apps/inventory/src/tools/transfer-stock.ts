import { ok, refuse, sayName, Sku, WarehouseId } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { transferRefusal, UNKNOWN_SKU, unknownWarehouse } from '../domain/refusals.ts';
import { decideTransfer, type StockChange } from '../domain/stock-change.ts';
import { readItem } from '../store/items.ts';
import { stockOfItem, TransferredResult, type StockLine } from '../store/stock.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

function changeOf(what: string, { before, after }: StockChange): { what: string; before: string; after: string } {
  return { what, before: before?.toLocaleString('en') ?? 'not recorded', after: after.toLocaleString('en') };
}

function standing(place: 'from' | 'to', stock: StockLine | undefined): Record<string, number | null> {
  return {
    [`${place}_on_hand`]: stock?.onHand ?? null,
    [`${place}_available`]: stock === undefined ? null : stock.onHand - stock.allocated,
  };
}

export const transferStock = defineWriteTool({
  name: 'transfer_stock',
  title: 'Transfer stock',
  description:
    'Asks to move units of one item from one warehouse to another. Only what is available, on hand and not allocated, can be moved. Nothing is moved by this call: it plans, shows a person both stocks before and after, and moves exactly that once they approve.',
  scopes: ['inventory:transfer'],
  input: z.strictObject({
    sku: Sku.describe('The item’s SKU, such as COF-1KG.'),
    from: WarehouseId.describe('The id of the warehouse that gives, such as HAM-1.'),
    to: WarehouseId.describe('The id of the warehouse that receives, such as RTM-1; another than from.'),
    quantity: z.int().min(1).max(1_000_000).describe('How many units, a whole number from 1 to 1,000,000.'),
  }),
  reversibility: { kind: 'compensable', by: 'transfer_stock', until: 'the units are allocated or used where they are' },
  execute: 'inventory.transfer_stock',
  async plan({ sku, from, to, quantity }, { tx, clock }) {
    // They do not depend on one another, so they travel together.
    const [item, source, target, [stock], [there]] = await Promise.all([
      readItem(tx, sku),
      readWarehouse(tx, from),
      readWarehouse(tx, to),
      stockOfItem(tx, sku, from),
      stockOfItem(tx, sku, to),
    ]);
    if (item === undefined) return refuse(UNKNOWN_SKU);
    if (source === undefined) return refuse(unknownWarehouse(await warehouseIds(tx), 'from'));
    if (target === undefined) return refuse(unknownWarehouse(await warehouseIds(tx), 'to'));
    const decided = decideTransfer({ warehouse: from, stock }, { warehouse: to, stock: there }, quantity);
    if (!decided.ok) return refuse(transferRefusal(decided.refusal, stock));
    const [here, beyond] = [sayName(source.name), sayName(target.name)];
    const units = quantity.toLocaleString('en');
    return ok({
      effect: { sku, from_warehouse_id: from, to_warehouse_id: to, quantity },
      guards: { available_at_least: quantity.toString() },
      amount: null,
      units: quantity,
      card: {
        sentence: `Move ${units} ${item.unit} of ${sayName(item.description)} from ${here} to ${beyond}.`,
        changes: [
          changeOf(`On hand of ${sku} in ${here}`, decided.value.from),
          changeOf(`On hand of ${sku} in ${beyond}`, decided.value.to),
        ],
        guards: [{ fact: `available in ${here}`, value: `at least ${units}` }],
        facts: [
          {
            fact: `Allocated in ${here}`,
            value: stock?.allocated.toLocaleString('en') ?? 'not recorded',
            as_of: (stock?.recordedAt ?? clock()).toISOString(),
          },
        ],
        flags: [],
        undo: `transfer_stock moves the ${units} back, while as many are available there${there === undefined ? '; the stock there is then recorded as 0' : ''}`,
      },
    });
  },
  async readBack(result, { tx }) {
    const { sku, quantity, from_warehouse_id: from, to_warehouse_id: to } = TransferredResult.parse(result);
    const [[source], [target]] = await Promise.all([stockOfItem(tx, sku, from), stockOfItem(tx, sku, to)]);
    return { sku, quantity, from, ...standing('from', source), to, ...standing('to', target) };
  },
});
