import type { TenantTx } from '@supercargo/tenancy';

/** An item that a story can be told with, and a warehouse that receives it. */
export interface TourItem {
  readonly sku: string;
  readonly warehouse: string;
}

/** A price low enough that one unit is a small amount in every currency of a demo. Minor units. */
const unitPriceMax = 500_00;

const ITEM = {
  name: 'cli_tour_item',
  text: `select i.sku, coalesce(
           (select s.warehouse_id from inventory.stock s where s.tenant_id = i.tenant_id and s.sku = i.sku order by s.on_hand desc limit 1),
           (select w.id from inventory.warehouse w where w.tenant_id = i.tenant_id order by w.id limit 1)) as warehouse
         from inventory.item i
         where i.tenant_id = app.tenant() and ($1::text is null or i.sku = $1)
           and i.price_minor between 1 and $2::bigint and i.supplier_id is not null and i.lead_time_days is not null
         order by coalesce((select sum(s.on_hand) from inventory.stock s where s.tenant_id = i.tenant_id and s.sku = i.sku)
           < i.reorder_point, false) desc, i.price_as_of desc, i.sku
         limit 1`,
} as const;

/** One that is about to run out where stock is recorded, else the one bought last; undefined where none has all that a story needs. */
export async function readTourItem(tx: TenantTx, sku: string | null): Promise<TourItem | undefined> {
  const [row] = await tx.query<{ sku: string; warehouse: string | null }>(ITEM, [sku, unitPriceMax]);
  return row === undefined || row.warehouse === null ? undefined : { sku: row.sku, warehouse: row.warehouse };
}
