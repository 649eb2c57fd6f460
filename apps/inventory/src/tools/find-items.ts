import { Instant, ok, refuse, WarehouseId } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LimitArgument,
  pageOf,
  placeText,
  readCursor,
  searchText,
  UNKNOWN_CURSOR,
  wordsOf,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { refusalOfFilters, SupplierArgument } from '../answers/filters.ts';
import { ITEM_FIELDS, itemFields, STOCK_FIELDS, stockFields } from '../answers/item-fields.ts';
import { listItems } from '../store/item-list.ts';

const Place = z.tuple([placeText(128)]);

export const findItems = defineReadTool({
  name: 'find_items',
  title: 'Find items',
  description:
    'Items by words, supplier or warehouse, in the order of their SKUs, with stock, orders, price, supplier and lead time. Stock that nobody recorded is said to be not recorded; it is not zero.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    text: searchText('the SKU or the description'),
    supplier: SupplierArgument,
    warehouse: WarehouseId.optional().describe(
      'Only items with stock recorded in this warehouse, by its id, such as HAM-1; stock and orders are then those of this warehouse.',
    ),
    limit: LimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    items: z.array(z.strictObject({ ...ITEM_FIELDS, ...STOCK_FIELDS, on_order: z.int() })),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ text, supplier, warehouse, limit, cursor }, { tx, clock }) {
    const after = readCursor('find_items', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const [refusal, { items, total }] = await Promise.all([
      refusalOfFilters(tx, { supplier, warehouse }),
      listItems(
        tx,
        {
          words: text === undefined ? null : wordsOf(text),
          supplierId: supplier ?? null,
          warehouseId: warehouse ?? null,
        },
        { afterSku: after?.[0] ?? null, limit: limit + 1 },
      ),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(items, limit);
    return ok({
      items: page.map((item) => ({ ...itemFields(item), ...stockFields(item.stock), on_order: item.onOrder })),
      total,
      next_cursor: endsAt === null ? null : cursorOf('find_items', [endsAt.sku]),
      as_of: clock().toISOString(),
    });
  },
});
