import {
  Instant,
  ok,
  Quantity,
  refuse,
  sayName,
  Sku,
  toWire,
  UntrustedText,
  untrusted,
  WarehouseId,
  WireMoney,
} from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { UNKNOWN_SKU, unknownWarehouse } from '../domain/refusals.ts';
import { readItemStock } from '../store/item-stock.ts';
import { readWarehouse, warehouseIds } from '../store/warehouses.ts';

const StockInWarehouse = z.strictObject({
  warehouse: z.string(),
  warehouse_name: z.string(),
  on_hand: Quantity,
  allocated: Quantity,
  available: z.int().describe('on_hand less allocated; negative where more is promised than there is'),
  counted_at: Instant,
});

export const getStock = defineReadTool({
  name: 'get_stock',
  title: 'Get stock',
  description:
    'What is on hand, allocated and on order of one item, by warehouse, with its price, supplier and lead time. Stock that nobody recorded is said to be not recorded; it is not zero.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    sku: Sku.describe('The item’s SKU, such as COF-1KG.'),
    warehouse: WarehouseId.optional().describe('Only this warehouse, such as HAM-1; all of them when left out.'),
  }),
  output: z.strictObject({
    sku: z.string(),
    description: UntrustedText,
    stock: z.array(StockInWarehouse),
    recorded: z.boolean().describe('false: nobody recorded any stock here, which is not the same as none'),
    on_order: Quantity.describe('all open orders; with warehouse, only those into it'),
    price: WireMoney.nullable(),
    price_as_of: Instant.nullable(),
    supplier: z.strictObject({ id: z.string(), name: UntrustedText }).nullable(),
    lead_time_days: z.int().nullable(),
    reorder_point: z.int().nullable(),
    safety_stock: z.int().nullable(),
    as_of: Instant,
  }),
  async read({ sku, warehouse }, { tx, clock }) {
    // The two do not depend on one another, so they travel together.
    const [found, known] = await Promise.all([
      readItemStock(tx, sku, warehouse ?? null),
      warehouse === undefined ? undefined : readWarehouse(tx, warehouse),
    ]);
    if (found === undefined) return refuse(UNKNOWN_SKU);
    if (warehouse !== undefined && known === undefined) return refuse(unknownWarehouse(await warehouseIds(tx)));
    const { item, lines } = found;
    return ok({
      sku: item.sku,
      description: untrusted('supplier', item.description),
      stock: lines.map((line) => ({
        warehouse: line.warehouseId,
        warehouse_name: sayName(line.warehouseName),
        on_hand: { value: line.onHand, unit: line.unit },
        allocated: { value: line.allocated, unit: line.unit },
        available: line.onHand - line.allocated,
        counted_at: line.recordedAt.toISOString(),
      })),
      recorded: lines.length > 0,
      on_order: { value: item.onOrder, unit: item.unit },
      price: item.price === null ? null : toWire(item.price),
      price_as_of: item.priceAsOf?.toISOString() ?? null,
      supplier:
        item.supplierId === null
          ? null
          : { id: item.supplierId, name: untrusted('supplier', item.supplierName ?? item.supplierId) },
      lead_time_days: item.leadTimeDays,
      reorder_point: item.reorderPoint,
      safety_stock: item.safetyStock,
      as_of: clock().toISOString(),
    });
  },
});
