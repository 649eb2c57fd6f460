import { dayOf, ok, refuse, sayName } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { itemFields, roundedOrNull, useField } from '../answers/item-fields.ts';
import { daysOfCover } from '../domain/daily-use.ts';
import { UNKNOWN_SKU } from '../domain/refusals.ts';
import { readInbound } from '../store/inbound.ts';
import { readItemStock } from '../store/item-stock.ts';
import { sumOfLines } from '../store/stock.ts';
import { readUse } from '../store/use.ts';

export const itemResource: ResourceTemplate = {
  name: 'item',
  title: 'An item',
  description:
    'One item with its stock by warehouse, what is on order and how much of it is overdue, its daily use and how many days that covers.',
  uriTemplate: 'inventory://item/{sku}',
  watchable: true,
  scopes: ['inventory:read'],
  async read(sku, { tx, clock }) {
    const at = clock();
    const [found, observed, inbound] = await Promise.all([
      readItemStock(tx, sku, null),
      readUse(tx, sku, null, at),
      readInbound(tx, sku, null, { today: dayOf(at), horizonDays: 0 }),
    ]);
    if (found === undefined) return refuse(UNKNOWN_SKU);
    const { item, lines } = found;
    const sum = sumOfLines(lines);
    const available = sum === null ? null : sum.onHand - sum.allocated;
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
        counted_at: line.recordedAt.toISOString(),
      })),
      on_order: item.onOrder,
      on_order_overdue: inbound.overdue,
      daily_use: useField(observed),
      days_of_cover: available === null ? null : roundedOrNull(daysOfCover(available, observed.use)),
      as_of: at.toISOString(),
    });
  },
};
