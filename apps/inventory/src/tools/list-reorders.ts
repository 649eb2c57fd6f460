import { dayOf, Instant, ok, refuse, Sku, WarehouseId } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { refusalOfFilters, SupplierArgument } from '../answers/filters.ts';
import { ReorderRow, reorderRow } from '../answers/reorder-row.ts';
import { PURCHASE_ORDER_STATES } from '../domain/purchase-order.ts';
import { listOrders } from '../store/purchase-order-list.ts';

/** Years that the database cannot read are no place in a list. */
const OrderedAt = z.iso.datetime({ precision: 6 }).refine((at) => at >= '1900');
const Place = z.tuple([OrderedAt, z.uuid()]);

export const listReorders = defineReadTool({
  name: 'list_reorders',
  title: 'List reorders',
  description:
    'Purchase orders, newest first: those that create_reorder made and those that were imported, with supplier, amount and when they are expected.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    states: z
      .array(z.enum(PURCHASE_ORDER_STATES))
      .min(1)
      .max(PURCHASE_ORDER_STATES.length)
      .optional()
      .describe('Only orders in these states: open, cancelled, received.'),
    overdue: z.boolean().optional().describe('true: only open orders that were expected before today.'),
    sku: Sku.optional().describe('Only orders of this item, by its SKU, such as COF-1KG.'),
    supplier: SupplierArgument.describe('Only orders from this supplier, by its id, such as SUP-FINCA.'),
    warehouse: WarehouseId.optional().describe('Only orders into this warehouse, by its id, such as HAM-1.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    reorders: z.array(ReorderRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ states, overdue, sku, supplier, warehouse, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_reorders', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const today = dayOf(at);
    const filter = {
      ...{ states: states ?? null, sku: sku ?? null, supplierId: supplier ?? null, warehouseId: warehouse ?? null },
      overdueOn: overdue === true ? today : null,
    };
    const [refusal, { orders, total }] = await Promise.all([
      refusalOfFilters(tx, { sku, supplier, warehouse }),
      listOrders(tx, filter, {
        after: after === null ? null : { orderedAt: after[0], id: after[1] },
        limit: limit + 1,
      }),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(orders, limit);
    return ok({
      reorders: page.map((order) => reorderRow(order, today)),
      total,
      next_cursor: endsAt === null ? null : cursorOf('list_reorders', [endsAt.orderedAtExactly, endsAt.id]),
      as_of: at.toISOString(),
    });
  },
});
