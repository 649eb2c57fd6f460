import { readPage, type TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { RecordedStock } from './item-list.ts';

/** What the effects on stock say they did. */
export const AdjustedResult = z.object({ sku: z.string(), warehouse_id: z.string(), change: z.int() });
export const TransferredResult = z.object({
  sku: z.string(),
  from_warehouse_id: z.string(),
  to_warehouse_id: z.string(),
  quantity: z.int(),
});

/** A count that somebody recorded, of one item in one warehouse. */
export interface StockLine {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  readonly onHand: number;
  readonly allocated: number;
  readonly recordedAt: Date;
}

export interface StockRow {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly warehouse_id: string;
  readonly warehouse_name: string;
  readonly on_hand: string;
  readonly allocated: string;
  readonly recorded_at: Date;
}

const LINES = `select s.sku, i.description, i.unit, s.warehouse_id, w.name as warehouse_name, s.on_hand, s.allocated, s.recorded_at
  from inventory.stock s
  join inventory.item i on i.tenant_id = s.tenant_id and i.sku = s.sku
  join inventory.warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id`;

const OF_ITEM = {
  name: 'inventory_stock_of_item',
  text: `${LINES} where s.tenant_id = app.tenant() and s.sku = $1 and ($2::text is null or s.warehouse_id = $2)
         order by s.warehouse_id limit 200`,
} as const;

const OF_WAREHOUSE = {
  name: 'inventory_stock_of_warehouse',
  text: `${LINES} where s.tenant_id = app.tenant() and s.warehouse_id = $1 order by s.sku limit $2`,
} as const;

// Behind a select PostgreSQL does not look how much this warehouse has: one plan is for all of them.
const COUNT_OF_WAREHOUSE = {
  name: 'inventory_stock_count',
  text: 'select count(*) as total from inventory.stock s where s.tenant_id = app.tenant() and s.warehouse_id = (select $1::text)',
} as const;

export function toLine(row: StockRow): StockLine {
  return {
    sku: row.sku,
    description: row.description,
    unit: row.unit,
    warehouseId: row.warehouse_id,
    warehouseName: row.warehouse_name,
    onHand: Number(row.on_hand),
    allocated: Number(row.allocated),
    recordedAt: row.recorded_at,
  };
}

/** What is recorded of an item, in one warehouse or in all. None is "not recorded". */
export async function stockOfItem(
  tx: TenantTx,
  sku: string,
  warehouseId: string | null,
): Promise<readonly StockLine[]> {
  return (await tx.query<StockRow>(OF_ITEM, [sku, warehouseId])).map(toLine);
}

export async function stockOfWarehouse(
  tx: TenantTx,
  warehouseId: string,
  limit: number,
): Promise<{ readonly lines: readonly StockLine[]; readonly total: number }> {
  const statements = { page: OF_WAREHOUSE, count: COUNT_OF_WAREHOUSE };
  const { rows, total } = await readPage<StockRow>(tx, statements, [warehouseId], [limit]);
  return { lines: rows.map(toLine), total };
}

/** What these lines have together, as of the oldest count; null where nobody recorded any. */
export function sumOfLines(lines: readonly StockLine[]): RecordedStock | null {
  const [first, ...others] = lines;
  if (first === undefined) return null;
  return others.reduce<RecordedStock>(
    (sum, { onHand, allocated, recordedAt }) => ({
      onHand: sum.onHand + onHand,
      allocated: sum.allocated + allocated,
      recordedAt: recordedAt < sum.recordedAt ? recordedAt : sum.recordedAt,
    }),
    first,
  );
}
