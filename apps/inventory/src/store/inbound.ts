import type { TenantTx } from '@supercargo/tenancy';
import { DAYS_AFTER_LEAD_TIME } from '../domain/forecast.ts';

/** Open purchase orders of an item, as a projection counts them. */
export interface Inbound {
  /** Units by the day on which they are expected, from today to the end of the horizon. */
  readonly due: readonly { readonly on: string; readonly quantity: number }[];
  /** Units that were expected before today, and are not here. */
  readonly overdue: number;
  /** Units that nobody can say a day for. */
  readonly undated: number;
}

export interface InboundRow {
  readonly due: readonly (readonly [on: string, quantity: number])[];
  readonly overdue: string;
  readonly undated: string;
}

/** The day on which an order `o` of an item `i` is expected: as it says, else by the item's lead time, else unknown. */
export const EXPECTED_ON = `coalesce(o.expected_on, (o.ordered_at at time zone 'UTC')::date + i.lead_time_days)`;

/** SQL expressions: where (null: anywhere), today as a date, and the days that were asked for; `horizonOf` says how many are looked at. */
interface Of {
  readonly warehouse: string;
  readonly today: string;
  readonly horizonDays: string;
}

/** A join to `e (due, overdue, undated)` of an item `i`: a sum for each day, so that it is as long as the horizon at most. */
export function joinInbound({ warehouse, today, horizonDays }: Of): string {
  return `left join lateral (
    select coalesce(jsonb_agg(jsonb_build_array(d.day, d.quantity) order by d.day) filter (where d.day between ${today} and ${today} + greatest(${horizonDays}, i.lead_time_days + ${DAYS_AFTER_LEAD_TIME.toString()})), '[]') as due,
      coalesce(sum(d.quantity) filter (where d.day < ${today}), 0) as overdue,
      coalesce(sum(d.quantity) filter (where d.day is null), 0) as undated
    from (
      select ${EXPECTED_ON} as day, sum(o.quantity) as quantity from inventory.purchase_order o
      where o.tenant_id = app.tenant() and o.sku = i.sku and o.state = 'open' and (${warehouse} is null or o.warehouse_id = ${warehouse})
      group by 1
    ) d
  ) e on true`;
}

export function inboundOf({ due, overdue, undated }: InboundRow): Inbound {
  return {
    due: due.map(([on, quantity]) => ({ on, quantity })),
    overdue: Number(overdue),
    undated: Number(undated),
  };
}

const ONE = {
  name: 'inventory_inbound',
  text: `select e.due, e.overdue, e.undated
         from inventory.item i cross join (select $2::text as warehouse, $3::date as today, $4::integer as horizon_days) x
         ${joinInbound({ warehouse: 'x.warehouse', today: 'x.today', horizonDays: 'x.horizon_days' })}
         where i.tenant_id = app.tenant() and i.sku = $1`,
} as const;

export interface Span {
  readonly today: string;
  readonly horizonDays: number;
}

/** What is on its way of one item, into one warehouse or into all. */
export async function readInbound(tx: TenantTx, sku: string, warehouseId: string | null, span: Span): Promise<Inbound> {
  const [row] = await tx.query<InboundRow>(ONE, [sku, warehouseId, span.today, span.horizonDays]);
  return row === undefined ? { due: [], overdue: 0, undated: 0 } : inboundOf(row);
}

/** One open purchase order of an item, with the day it is expected on. */
export interface InboundOrder {
  readonly id: string;
  readonly number: string | null;
  readonly warehouseId: string;
  readonly quantity: number;
  readonly expectedOn: string | null;
}

const ORDERS = {
  name: 'inventory_inbound_orders',
  text: `select o.id, o.number, o.warehouse_id, o.quantity, to_char(${EXPECTED_ON}, 'YYYY-MM-DD') as expected_on
         from inventory.purchase_order o join inventory.item i on i.tenant_id = o.tenant_id and i.sku = o.sku
         where o.tenant_id = app.tenant() and o.sku = $1 and o.state = 'open' and ($2::text is null or o.warehouse_id = $2)
         order by ${EXPECTED_ON} nulls last, o.id limit $3`,
} as const;

interface OrderRow {
  readonly id: string;
  readonly number: string | null;
  readonly warehouse_id: string;
  readonly quantity: string;
  readonly expected_on: string | null;
}

/** The open purchase orders of an item, the first expected first. */
export async function inboundOrders(
  tx: TenantTx,
  sku: string,
  warehouseId: string | null,
  limit: number,
): Promise<readonly InboundOrder[]> {
  return (await tx.query<OrderRow>(ORDERS, [sku, warehouseId, limit])).map((row) => ({
    id: row.id,
    number: row.number,
    warehouseId: row.warehouse_id,
    quantity: Number(row.quantity),
    expectedOn: row.expected_on,
  }));
}
