import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { OrderKind, OrderState } from '../domain/order.ts';

/** An order as its system of record has it. Null: not recorded. Days are ISO 8601 dates. */
export interface Order {
  readonly number: string;
  readonly kind: OrderKind;
  readonly state: OrderState;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly vendor: string | null;
  readonly place: string | null;
  readonly placedOn: string | null;
  readonly promisedOn: string | null;
  readonly deliveredOn: string | null;
  readonly value: Money | null;
  readonly project: string | null;
  readonly country: string | null;
  /** What carries it, or what was not split off it. */
  readonly shipmentNumber: string | null;
  readonly lines: number;
  readonly flagsOpen: number;
}

export interface OrderRow {
  readonly number: string;
  readonly kind: OrderKind;
  readonly state: OrderState;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly vendor: string | null;
  readonly place: string | null;
  readonly placed_on: string | null;
  readonly promised_on: string | null;
  readonly delivered_on: string | null;
  readonly value_minor: string | null;
  readonly currency: string;
  readonly project: string | null;
  readonly country: string | null;
  readonly shipment_number: string | null;
  readonly lines: number;
  readonly flags_open: number;
}

/** The columns of an order `o` and of its customer `c`. */
export const ORDER_COLUMNS = `o.number, o.kind, o.state, o.customer_id, c.name as customer_name, o.vendor, o.place,
    to_char(o.placed_on, 'YYYY-MM-DD') as placed_on, to_char(o.promised_on, 'YYYY-MM-DD') as promised_on,
    to_char(o.delivered_on, 'YYYY-MM-DD') as delivered_on, o.value_minor, o.currency, o.project, o.country, o.shipment_number,
    (select count(*)::int from orders.order_line l where l.tenant_id = app.tenant() and l.order_number = o.number) as lines,
    (select count(*)::int from orders.flag f
      where f.tenant_id = app.tenant() and f.order_number = o.number and f.state = 'open') as flags_open`;

export const JOIN_CUSTOMER = 'left join orders.customer c on c.tenant_id = app.tenant() and c.id = o.customer_id';

export function orderOf(row: OrderRow): Order {
  return {
    ...{ number: row.number, kind: row.kind, state: row.state },
    ...{ customerId: row.customer_id, customerName: row.customer_name, vendor: row.vendor, place: row.place },
    ...{ placedOn: row.placed_on, promisedOn: row.promised_on, deliveredOn: row.delivered_on },
    value: row.value_minor === null ? null : { minor: BigInt(row.value_minor), currency: row.currency },
    ...{ project: row.project, country: row.country, shipmentNumber: row.shipment_number },
    ...{ lines: row.lines, flagsOpen: row.flags_open },
  };
}

const ONE = {
  name: 'orders_order',
  text: `select ${ORDER_COLUMNS} from orders.sales_order o ${JOIN_CUSTOMER} where o.tenant_id = app.tenant() and o.number = $1`,
} as const;

export async function readOrder(tx: TenantTx, number: string): Promise<Order | undefined> {
  const [row] = await tx.query<OrderRow>(ONE, [number]);
  return row === undefined ? undefined : orderOf(row);
}
