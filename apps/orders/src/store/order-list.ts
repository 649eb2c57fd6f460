import type { TenantTx } from '@supercargo/tenancy';
import type { OrderKind, OrderState } from '../domain/order.ts';
import { JOIN_CUSTOMER, ORDER_COLUMNS, orderOf, type Order, type OrderRow } from './orders.ts';

export interface OrderFilter {
  /** All of them occur in the number, the customer’s name, the vendor, the place, the project or the shipments, whatever their case. */
  readonly words: readonly string[] | null;
  readonly customerId: string | null;
  readonly kind: OrderKind | null;
  readonly states: readonly OrderState[] | null;
  readonly sku: string | null;
  readonly promisedBefore: string | null;
  /** Only orders that are still to come and were promised before this day. */
  readonly overdueOn: string | null;
  readonly isFlagged: boolean | null;
}

/** A place in the list: the day, or the last day there is for an order without a promised one, and the number. */
export interface OrderPlace {
  readonly dueOn: string;
  readonly number: string;
}

export interface ListedOrder extends Order {
  readonly dueOn: string;
}

interface ListedRow extends OrderRow {
  readonly due_on: string;
}

// Names and parts are looked up only where somebody searches for words.
const FITS = `o.tenant_id = app.tenant()
    and ($1::text[] is null or lower(concat_ws(' ', o.number, o.vendor, o.place, o.project, o.shipment_number,
      (select c.name from orders.customer c where c.tenant_id = app.tenant() and c.id = o.customer_id),
      (select string_agg(s.shipment_number, ' ') from orders.shipment_part s
        where s.tenant_id = app.tenant() and s.order_number = o.number and s.state <> 'joined')))
      like all ((select array_agg(lower(p)) from unnest($1::text[]) p)::text[]))
    and ($2::text is null or o.customer_id = $2)
    and ($3::text is null or o.kind = $3)
    and ($4::text[] is null or o.state = any($4))
    and ($5::text is null or exists (select from orders.order_line l
      where l.tenant_id = app.tenant() and l.sku = $5 and l.order_number = o.number))
    and ($6::date is null or o.due_on < $6)
    and ($7::date is null or (o.state in ('placed', 'allocated', 'shipped') and o.due_on < $7))
    and ($8::boolean is null or $8 = exists (select from orders.flag f
      where f.tenant_id = app.tenant() and f.order_number = o.number and f.state = 'open'))`;

function pageIn(
  name: string,
  after: '<' | '>',
  order: 'asc' | 'desc',
): { readonly name: string; readonly text: string } {
  const text = `select ${ORDER_COLUMNS}, to_char(o.due_on, 'YYYY-MM-DD') as due_on
    from (select o.* from orders.sales_order o
      where ${FITS} and ($9::date is null or (o.due_on, o.number) ${after} ($9, $10))
      order by o.due_on ${order}, o.number ${order} limit $11) o
    ${JOIN_CUSTOMER}
    order by o.due_on ${order}, o.number ${order}`;
  return { name, text };
}

const NEWEST_FIRST = pageIn('orders_newest_first', '<', 'desc');
const OLDEST_FIRST = pageIn('orders_oldest_first', '>', 'asc');

const COUNT = {
  name: 'orders_count',
  text: `select count(*) as total from orders.sales_order o where ${FITS}`,
} as const;

/** A word as a LIKE pattern in which every character stands for itself. */
function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}

export interface OrderPage {
  readonly after: OrderPlace | null;
  readonly limit: number;
  /** Whether the earliest promised day comes first. */
  readonly oldestFirst: boolean;
}

/** Orders by the day that they were promised for, and how many there are in all. */
export async function listOrders(
  tx: TenantTx,
  filter: OrderFilter,
  { after, limit, oldestFirst }: OrderPage,
): Promise<{ readonly orders: readonly ListedOrder[]; readonly total: number }> {
  const which = [
    ...[filter.words?.map(containing) ?? null, filter.customerId, filter.kind, filter.states, filter.sku],
    ...[filter.promisedBefore, filter.overdueOn, filter.isFlagged],
  ];
  const [rows, [count]] = await Promise.all([
    tx.query<ListedRow>(oldestFirst ? OLDEST_FIRST : NEWEST_FIRST, [
      ...which,
      ...[after?.dueOn ?? null, after?.number ?? null, limit],
    ]),
    tx.query<{ total: string }>(COUNT, which),
  ]);
  return { orders: rows.map((row) => ({ ...orderOf(row), dueOn: row.due_on })), total: Number(count?.total ?? 0) };
}

const UPCOMING = {
  name: 'orders_upcoming',
  text: `select ${ORDER_COLUMNS}
    from (select o.* from orders.sales_order o
      where o.tenant_id = app.tenant() and o.state in ('placed', 'allocated', 'shipped') and o.due_on <= $1
      order by o.due_on, o.number limit $2) o
    ${JOIN_CUSTOMER}
    order by o.due_on, o.number`,
} as const;

const COUNT_UPCOMING = {
  name: 'orders_upcoming_count',
  text: `select count(*)::int as total, (count(*) filter (where o.due_on < $2::date))::int as overdue
    from orders.sales_order o
    where o.tenant_id = app.tenant() and o.state in ('placed', 'allocated', 'shipped') and o.due_on <= $1`,
} as const;

export interface Upcoming {
  readonly orders: readonly Order[];
  readonly total: number;
  readonly overdue: number;
}

/** What is still to come and promised until a day, the longest overdue first, and how many there are. */
export async function upcomingOrders(
  tx: TenantTx,
  { today, until, limit }: { readonly today: string; readonly until: string; readonly limit: number },
): Promise<Upcoming> {
  const [rows, [count]] = await Promise.all([
    tx.query<OrderRow>(UPCOMING, [until, limit]),
    tx.query<{ total: number; overdue: number }>(COUNT_UPCOMING, [until, today]),
  ]);
  return { orders: rows.map(orderOf), total: count?.total ?? 0, overdue: count?.overdue ?? 0 };
}
