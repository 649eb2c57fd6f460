import { dayOf, Instant, ok, refuse, WarehouseId } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  placeText,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { refusalOfFilters, SupplierArgument } from '../answers/filters.ts';
import { LIST_HORIZON_DAYS, LowStockLine, lowStockLine } from '../answers/low-stock-line.ts';
import { readLowStock } from '../store/low-stock.ts';

const Place = z.tuple([z.string().regex(/^-?\d{1,40}(\.\d{1,6})?$/), placeText(128)]);

export const listLowStock = defineReadTool({
  name: 'list_low_stock',
  title: 'List low stock',
  description:
    'Items whose available stock and open orders, without overdue ones, are at or below the reorder point: the furthest below their reorder points first, each with why, how long it lasts, until when to order, and how much to reorder at what cost. Items without recorded stock or without a reorder point are not in it. One above its reorder point may run out before an order could come: forecast_stockout tells that for one item.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    supplier: SupplierArgument,
    // The reorder point is the item's, over all warehouses: compared with one warehouse's stock it would call nearly everything low.
    warehouse: WarehouseId.optional().describe(
      'Only items with stock recorded in this warehouse, by its id, such as HAM-1. Figures stay those of all warehouses, as the reorder point is; warehouses has each.',
    ),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    items: z.array(LowStockLine),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ supplier, warehouse, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_low_stock', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const span = { today: dayOf(at), horizonDays: LIST_HORIZON_DAYS };
    const [refusal, { lines, total }] = await Promise.all([
      refusalOfFilters(tx, { supplier, warehouse }),
      readLowStock(tx, {
        ...{ supplierId: supplier ?? null, warehouseId: warehouse ?? null },
        after: after === null ? null : { ratio: after[0], sku: after[1] },
        ...{ limit: limit + 1, at, ...span },
      }),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(lines, limit);
    return ok({
      items: page.map((line) => lowStockLine(line, span)),
      total,
      next_cursor: endsAt === null ? null : cursorOf('list_low_stock', [endsAt.ratio, endsAt.sku]),
      as_of: at.toISOString(),
    });
  },
});
