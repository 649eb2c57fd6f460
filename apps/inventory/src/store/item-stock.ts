import type { Statement, TenantTx } from '@supercargo/tenancy';
import { ITEM_COLUMNS, itemOf, onOrder, type Item, type ItemRow } from './items.ts';
import { toLine, type StockLine, type StockRow } from './stock.ts';

/** An item and what is recorded of it: no lines are "not recorded". */
export interface ItemStock {
  readonly item: Item;
  readonly lines: readonly StockLine[];
}

/** The item once for each of its lines, and once where there are none. */
type Row = ItemRow & (StockRow | { readonly warehouse_id: null });

const itemStock = (ofOrders: string, ofLines: string): string => `select ${ITEM_COLUMNS}, ${onOrder(ofOrders)},
    s.warehouse_id, w.name as warehouse_name, s.on_hand, s.allocated, s.recorded_at
  from inventory.item i
  left join inventory.supplier v on v.tenant_id = i.tenant_id and v.id = i.supplier_id
  left join (inventory.stock s join inventory.warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id)
    on s.tenant_id = i.tenant_id and s.sku = i.sku${ofLines}
  where i.tenant_id = app.tenant() and i.sku = $1
  order by s.warehouse_id limit 200`;

// Two statements, and not one with a condition that may be absent: PostgreSQL may plan such a one anew for each read, which costs more than
// the read.
const ITEM_STOCK: Statement = { name: 'inventory_item_stock', text: itemStock('', '') };

const ITEM_STOCK_IN: Statement = {
  name: 'inventory_item_stock_in',
  text: itemStock(' and o.warehouse_id = $2', ' and s.warehouse_id = $2'),
};

/** An item with its stock and what is on order, all of it or that of one warehouse; undefined for an item that nobody knows. */
export async function readItemStock(
  tx: TenantTx,
  sku: string,
  warehouseId: string | null,
): Promise<ItemStock | undefined> {
  const rows = await (warehouseId === null
    ? tx.query<Row>(ITEM_STOCK, [sku])
    : tx.query<Row>(ITEM_STOCK_IN, [sku, warehouseId]));
  const [first] = rows;
  if (first === undefined) return undefined;
  return { item: itemOf(first), lines: rows.flatMap((row) => (row.warehouse_id === null ? [] : [toLine(row)])) };
}
