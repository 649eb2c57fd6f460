import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { PurchaseOrderState } from '../domain/purchase-order.ts';
import { EXPECTED_ON } from './inbound.ts';

export interface ListedOrder {
  readonly id: string;
  readonly number: string | null;
  readonly state: PurchaseOrderState;
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  readonly quantity: number;
  readonly amount: Money;
  readonly orderedAt: Date;
  /** To the microsecond, as its place in the list needs it. */
  readonly orderedAtExactly: string;
  readonly receivedAt: Date | null;
  /** Of an open order also by the item's lead time; else only as the order says. */
  readonly expectedOn: string | null;
  readonly expectedByLeadTime: boolean;
}

interface ListedRow {
  readonly id: string;
  readonly number: string | null;
  readonly state: PurchaseOrderState;
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly supplier_id: string;
  readonly supplier_name: string;
  readonly warehouse_id: string;
  readonly warehouse_name: string;
  readonly quantity: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly ordered_at: Date;
  readonly ordered_at_exactly: string;
  readonly received_at: Date | null;
  readonly expected_on: string | null;
  readonly by_lead_time: boolean;
}

export interface OrderFilter {
  readonly states: readonly PurchaseOrderState[] | null;
  readonly sku: string | null;
  readonly supplierId: string | null;
  readonly warehouseId: string | null;
  /** Only orders that are open and were expected before this day. */
  readonly overdueOn: string | null;
}

// An item's lead time is looked up only for the orders that a question for overdue ones leaves.
const FITS = `o.tenant_id = app.tenant()
    and ($1::text[] is null or o.state = any($1))
    and ($2::text is null or o.sku = $2)
    and ($3::text is null or o.supplier_id = $3)
    and ($4::text is null or o.warehouse_id = $4)
    and ($5::date is null or (o.state = 'open'
      and (select ${EXPECTED_ON} from inventory.item i where i.tenant_id = app.tenant() and i.sku = o.sku) < $5))`;

const PAGE = {
  name: 'inventory_purchase_orders',
  text: `select p.id, p.number, p.state, p.sku, p.description, p.unit, p.supplier_id, v.name as supplier_name, p.warehouse_id, w.name as warehouse_name,
      p.quantity, p.amount_minor, p.currency, p.ordered_at, p.received_at,
      to_char(p.ordered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ordered_at_exactly,
      to_char(case p.state when 'open' then p.expected else p.expected_on end, 'YYYY-MM-DD') as expected_on,
      p.state = 'open' and p.expected_on is null and p.expected is not null as by_lead_time
    from (select o.*, i.description, i.unit, ${EXPECTED_ON} as expected
      from inventory.purchase_order o join inventory.item i on i.tenant_id = app.tenant() and i.sku = o.sku
      where ${FITS} and ($6::timestamptz is null or (o.ordered_at, o.id) < ($6, $7::uuid))
      order by o.ordered_at desc, o.id desc limit $8) p
    join inventory.supplier v on v.tenant_id = app.tenant() and v.id = p.supplier_id
    join inventory.warehouse w on w.tenant_id = app.tenant() and w.id = p.warehouse_id
    order by p.ordered_at desc, p.id desc`,
} as const;

const COUNT = {
  name: 'inventory_purchase_orders_count',
  text: `select count(*) as total from inventory.purchase_order o where ${FITS}`,
} as const;

function orderOf(row: ListedRow): ListedOrder {
  return {
    ...{ id: row.id, number: row.number, state: row.state, sku: row.sku, description: row.description, unit: row.unit },
    ...{ supplierId: row.supplier_id, supplierName: row.supplier_name },
    ...{ warehouseId: row.warehouse_id, warehouseName: row.warehouse_name },
    quantity: Number(row.quantity),
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    ...{ orderedAt: row.ordered_at, orderedAtExactly: row.ordered_at_exactly, receivedAt: row.received_at },
    ...{ expectedOn: row.expected_on, expectedByLeadTime: row.by_lead_time },
  };
}

export interface OrderPlace {
  readonly orderedAt: string;
  readonly id: string;
}

/** Purchase orders, newest first, and how many there are in all. */
export async function listOrders(
  tx: TenantTx,
  { states, sku, supplierId, warehouseId, overdueOn }: OrderFilter,
  page: { readonly after: OrderPlace | null; readonly limit: number },
): Promise<{ readonly orders: readonly ListedOrder[]; readonly total: number }> {
  const which = [states, sku, supplierId, warehouseId, overdueOn];
  const place = [page.after?.orderedAt ?? null, page.after?.id ?? null, page.limit];
  const { rows, total } = await readPage<ListedRow>(tx, { page: PAGE, count: COUNT }, which, place);
  return { orders: rows.map(orderOf), total };
}
