import { containing, type TenantTx } from '@supercargo/tenancy';
import { ITEM_COLUMNS, itemOf, type Item, type ItemRow } from './items.ts';

/** An item with what is recorded of it, over all warehouses or in the one that was asked for. Null: not recorded. */
export interface ListedItem extends Item {
  readonly stock: RecordedStock | null;
}

export interface RecordedStock {
  readonly onHand: number;
  readonly allocated: number;
  /** The oldest of the counts in it. */
  readonly recordedAt: Date;
}

interface ListedRow extends Omit<ItemRow, 'sku'>, StockRow {
  /** Null in the one row of a page without items, which is there for its total. */
  readonly sku: string | null;
  readonly total: string;
}

export interface ItemFilter {
  /** All of them occur in the SKU or the description, whatever their case. */
  readonly words: readonly string[] | null;
  readonly supplierId: string | null;
  readonly warehouseId: string | null;
}

export interface StockRow {
  readonly on_hand: string | null;
  readonly allocated: string | null;
  readonly recorded_at: Date | null;
}

// What fits is found once, for its number and for the page, in the tenant's own range of the primary key: LIKE may only filter what
// row-level security let through. Patterns are lower-cased once, by the same rules as what they are held against.
const LIST = {
  name: 'inventory_items',
  text: `with fitting as materialized (
      select i.sku from inventory.item i where i.tenant_id = app.tenant()
        and ($1::text[] is null or lower(i.sku || ' ' || i.description) like all ((select array_agg(lower(p)) from unnest($1::text[]) p)::text[]))
        and ($2::text is null or i.supplier_id = $2)
        and ($3::text is null or exists (select from inventory.stock h where h.tenant_id = app.tenant() and h.sku = i.sku and h.warehouse_id = $3))
    ), page as (
      select f.sku from fitting f where $4::text is null or f.sku > $4 order by f.sku limit $5
    )
    select t.total, ${ITEM_COLUMNS}, k.on_hand, k.allocated, k.recorded_at, o.on_order
    from (select count(*) as total from fitting) t
    left join page p on true
    left join inventory.item i on i.tenant_id = app.tenant() and i.sku = p.sku
    left join inventory.supplier v on v.tenant_id = app.tenant() and v.id = i.supplier_id
    ${joinStock('$3::text')}
    left join lateral (
      select coalesce(sum(o.quantity), 0) as on_order from inventory.purchase_order o
      where o.tenant_id = app.tenant() and o.sku = i.sku and o.state = 'open' and ($3::text is null or o.warehouse_id = $3)) o on true
    order by p.sku`,
} as const;

/** A join to `k (on_hand, allocated, recorded_at)` of an item `i`, each null where nothing is recorded; `warehouse` is SQL, null: all. */
export function joinStock(warehouse: string): string {
  return `left join lateral (
      select sum(s.on_hand) as on_hand, sum(s.allocated) as allocated, min(s.recorded_at) as recorded_at from inventory.stock s
      where s.tenant_id = app.tenant() and s.sku = i.sku and (${warehouse} is null or s.warehouse_id = ${warehouse})) k on true`;
}

export function stockOf(row: StockRow): RecordedStock | null {
  if (row.on_hand === null || row.allocated === null || row.recorded_at === null) return null;
  return { onHand: Number(row.on_hand), allocated: Number(row.allocated), recordedAt: row.recorded_at };
}

/** Items by SKU, and how many there are in all. */
export async function listItems(
  tx: TenantTx,
  filter: ItemFilter,
  page: { readonly afterSku: string | null; readonly limit: number },
): Promise<{ readonly items: readonly ListedItem[]; readonly total: number }> {
  const rows = await tx.query<ListedRow>(LIST, [
    ...[filter.words?.map(containing) ?? null, filter.supplierId, filter.warehouseId],
    ...[page.afterSku, page.limit],
  ]);
  const items = rows.flatMap((row) =>
    row.sku === null ? [] : [{ ...itemOf({ ...row, sku: row.sku }), stock: stockOf(row) }],
  );
  return { items, total: Number(rows[0]?.total ?? 0) };
}
