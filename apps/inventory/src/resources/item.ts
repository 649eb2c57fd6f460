import { ok, refuse, sayName } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { itemFields, roundedOrNull, useField } from '../answers/item-fields.ts';
import { daysOfCover } from '../domain/daily-use.ts';
import { UNKNOWN_SKU } from '../domain/refusals.ts';
import { readItem } from '../store/items.ts';
import { availableOf, stockOfItem } from '../store/stock.ts';
import { readUse } from '../store/use.ts';

export const itemResource: ResourceTemplate = {
  name: 'item',
  title: 'An item',
  description: 'One item with its stock by warehouse, what is on order, its daily use and how many days that covers.',
  uriTemplate: 'inventory://item/{sku}',
  watchable: true,
  scopes: ['inventory:read'],
  async read(sku, { tx, clock }) {
    const at = clock();
    const [item, lines, observed] = await Promise.all([
      readItem(tx, sku),
      stockOfItem(tx, sku, null),
      readUse(tx, sku, null, at),
    ]);
    if (item === undefined) return refuse(UNKNOWN_SKU);
    const available = availableOf(lines);
    return ok({
      ...itemFields(item),
      recorded: available !== null,
      available,
      stock: lines.map((line) => ({
        warehouse: line.warehouseId,
        warehouse_name: sayName(line.warehouseName),
        on_hand: line.onHand,
        allocated: line.allocated,
        available: line.onHand - line.allocated,
        recorded_at: line.recordedAt.toISOString(),
      })),
      on_order: item.onOrder,
      daily_use: useField(observed),
      days_of_cover: available === null ? null : roundedOrNull(daysOfCover(available, observed.use)),
      as_of: at.toISOString(),
    });
  },
};
