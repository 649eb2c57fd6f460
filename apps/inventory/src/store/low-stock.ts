import type { TenantTx } from '@supercargo/tenancy';
import { USE_DAYS_MAX } from '../domain/daily-use.ts';
import { EXPECTED_ON, inboundOf, joinInbound, type Inbound, type InboundRow, type Span } from './inbound.ts';
import { joinStock, stockOf, type RecordedStock, type StockRow } from './item-list.ts';
import { ITEM_COLUMNS, itemOf, type Item, type ItemRow } from './items.ts';
import { joinUse, USE_COLUMNS, useOf, type ItemUse, type UseRow } from './use.ts';

/** An item at or below its reorder point, with everything that explains it. */
export interface LowStockItem extends Item {
  readonly reorderPoint: number;
  readonly stock: RecordedStock;
  readonly warehouses: readonly {
    readonly warehouseId: string;
    readonly onHand: number;
    readonly allocated: number;
  }[];
  readonly use: ItemUse;
  readonly inbound: Inbound;
  /** What is available and counted on of what is on order, as a part of the reorder point: the place in the list. */
  readonly ratio: string;
}

interface LowStockRow extends ItemRow, StockRow, UseRow, InboundRow {
  readonly total: string;
  readonly ratio: string;
  readonly warehouses: readonly (readonly [warehouse: string, onHand: number, allocated: number])[] | null;
}

// An item that nobody wants, at a reorder point of 0, is not low at 0. Every item's stock is summed up once and held against the item by an
// index of its own; orders, without those that should have come before today, can only make an item less short, so they are read for
// the short ones, and use and warehouses for the lines of the page.
const LIST = {
  name: 'inventory_low_stock',
  text: `with recorded as (
      select s.sku, sum(s.on_hand - s.allocated) as available from inventory.stock s where s.tenant_id = app.tenant() group by s.sku
    ), short as materialized (
      select i.sku, i.reorder_point, i.lead_time_days, k.available from inventory.item i join recorded k on k.sku = i.sku
      where i.tenant_id = app.tenant() and k.available <= i.reorder_point
        and ($1::text is null or i.supplier_id = $1)
        and ($2::text is null or exists (select from inventory.stock h where h.tenant_id = app.tenant() and h.sku = i.sku and h.warehouse_id = $2))
    ), counted as (
      select i.sku, i.reorder_point, coalesce(sum(o.quantity), 0) as on_order,
        i.available + coalesce(sum(o.quantity) filter (where (${EXPECTED_ON} < $7::date) is not true), 0) as units
      from short i left join inventory.purchase_order o on o.tenant_id = app.tenant() and o.sku = i.sku and o.state = 'open'
      group by i.sku, i.reorder_point, i.available
    ), low as materialized (
      select c.sku, c.on_order, case when c.reorder_point = 0 then 0 else round(c.units / c.reorder_point, 6) end as ratio
      from counted c
      where c.units <= c.reorder_point and not (c.reorder_point = 0 and c.units = 0 and (select m.id from inventory.movement m
        where m.tenant_id = app.tenant() and m.sku = c.sku and m.kind = 'issue' and m.occurred_at <= $6::timestamptz
          and m.occurred_at > $6::timestamptz - make_interval(hours => ${(USE_DAYS_MAX * 24).toString()}) limit 1) is null)
    ), page as (
      select * from low where $3::numeric is null or (ratio, sku) > ($3::numeric, $4::text) order by ratio, sku limit $5
    )
    select t.total, p.ratio, ${ITEM_COLUMNS}, k.on_hand, k.allocated, k.recorded_at, p.on_order, ${USE_COLUMNS}, e.due, e.overdue, e.undated, h.warehouses
    from (select count(*) as total from low) t
    left join page p on true
    left join inventory.item i on i.tenant_id = app.tenant() and i.sku = p.sku
    left join inventory.supplier v on v.tenant_id = app.tenant() and v.id = i.supplier_id
    ${joinStock('null::text')}
    ${joinUse({ sku: 'i.sku', warehouse: 'null::text', at: '$6::timestamptz' })}
    ${joinInbound({ warehouse: 'null::text', today: '$7::date', horizonDays: '$8::integer' })}
    left join lateral (
      select jsonb_agg(jsonb_build_array(s.warehouse_id, s.on_hand, s.allocated) order by s.warehouse_id) as warehouses
      from (select * from inventory.stock s where s.tenant_id = app.tenant() and s.sku = i.sku order by s.warehouse_id limit 50) s
    ) h on true
    order by p.ratio, p.sku`,
} as const;

export interface LowStockQuery extends Span {
  readonly supplierId: string | null;
  /** Only items recorded in it; their figures are those of all warehouses, as the reorder point is. */
  readonly warehouseId: string | null;
  readonly after: { readonly ratio: string; readonly sku: string } | null;
  readonly limit: number;
  readonly at: Date;
}

function lineOf(row: LowStockRow): readonly LowStockItem[] {
  const item = itemOf(row);
  const stock = stockOf(row);
  // A page without lines is still one row, for its total.
  if (item.reorderPoint === null || stock === null) return [];
  const warehouses = (row.warehouses ?? []).map(([warehouseId, onHand, allocated]) => ({
    warehouseId,
    onHand,
    allocated,
  }));
  return [
    {
      ...item,
      reorderPoint: item.reorderPoint,
      stock,
      warehouses,
      use: useOf(row),
      inbound: inboundOf(row),
      ratio: row.ratio,
    },
  ];
}

/** Items at or below their reorder points, the furthest below first, and how many there are in all. */
export async function readLowStock(
  tx: TenantTx,
  query: LowStockQuery,
): Promise<{ readonly lines: readonly LowStockItem[]; readonly total: number }> {
  const rows = await tx.query<LowStockRow>(LIST, [
    ...[query.supplierId, query.warehouseId, query.after?.ratio ?? null, query.after?.sku ?? null, query.limit],
    ...[query.at.toISOString(), query.today, query.horizonDays],
  ]);
  return { lines: rows.flatMap(lineOf), total: Number(rows[0]?.total ?? 0) };
}
