import { ok, refuse, sayName, untrusted } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { unknownWarehouse } from '../domain/refusals.ts';
import { stockOfWarehouse } from '../store/stock.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

const LINES_MAX = 100;

export const warehouseStock: ResourceTemplate = {
  name: 'warehouse_stock',
  title: 'Stock of a warehouse',
  description: `What is recorded in one warehouse, by SKU: at most ${LINES_MAX.toString()} lines, with the total beside them and where the rest is.`,
  uriTemplate: 'inventory://warehouse/{id}/stock',
  watchable: true,
  scopes: ['inventory:read'],
  async read(id, { tx, clock }) {
    const warehouse = await readWarehouse(tx, id);
    if (warehouse === undefined) return refuse(unknownWarehouse(await warehouseIds(tx)));
    const { lines, total } = await stockOfWarehouse(tx, id, LINES_MAX);
    return ok({
      warehouse: warehouse.id,
      warehouse_name: sayName(warehouse.name),
      country: warehouse.country,
      stock: lines.map((line) => ({
        sku: line.sku,
        description: untrusted('supplier', line.description),
        on_hand: { value: line.onHand, unit: line.unit },
        allocated: { value: line.allocated, unit: line.unit },
        available: line.onHand - line.allocated,
        counted_at: line.recordedAt.toISOString(),
      })),
      total,
      more: total > lines.length ? 'find_items with this warehouse lists them all' : null,
      as_of: clock().toISOString(),
    });
  },
};
