import { containing, readPage, type TenantTx } from '@supercargo/tenancy';
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

interface SearchedRow extends Omit<ListedRow, 'number'> {
  /** Null in the one row of a page without orders, which is there for its total. */
  readonly number: string | null;
  readonly total: string;
}

const FITS = `o.tenant_id = app.tenant()
    and ($1::text is null or o.customer_id = $1)
    and ($2::text is null or o.kind = $2)
    and ($3::text[] is null or o.state = any($3))
    and ($4::text is null or exists (select from orders.order_line l
      where l.tenant_id = app.tenant() and l.sku = $4 and l.order_number = o.number))
    and ($5::date is null or o.due_on < $5)
    and ($6::date is null or (o.state in ('placed', 'allocated', 'shipped') and o.due_on < $6))
    and ($7::boolean is null or $7 = exists (select from orders.flag f
      where f.tenant_id = app.tenant() and f.order_number = o.number and f.state = 'open'))`;

function pageIn(
  name: string,
  after: '<' | '>',
  order: 'asc' | 'desc',
): { readonly name: string; readonly text: string } {
  const text = `select ${ORDER_COLUMNS}, to_char(o.due_on, 'YYYY-MM-DD') as due_on
    from (select o.* from orders.sales_order o
      where ${FITS} and ($8::date is null or (o.due_on, o.number) ${after} ($8, $9))
      order by o.due_on ${order}, o.number ${order} limit $10) o
    ${JOIN_CUSTOMER}
    order by o.due_on ${order}, o.number ${order}`;
  return { name, text };
}

const NEWEST_FIRST = pageIn('orders_newest_first', '<', 'desc');
const OLDEST_FIRST = pageIn('orders_oldest_first', '>', 'asc');

// What fits is found once, for its number and for the page. LIKE may only filter what row-level security let through, so with words every
// order of the company is looked at. What else than an order's own columns may say a word, its customer's name and its parts, is looked
// through once for all orders and hashed: under OR and NOT a sub-select is never joined, whatever the plan takes the filters to leave.
function wordsIn(after: '<' | '>', order: 'asc' | 'desc'): string {
  return `with word as materialized (
      select w.n, lower(w.p) as pattern from unnest($11::text[]) with ordinality w(p, n)
    ), fitting as materialized (
      select o.number, o.due_on from orders.sales_order o
      where ${FITS} and not exists (select from word w where not (
        lower(concat_ws(' ', o.number, o.vendor, o.place, o.project, o.shipment_number)) like w.pattern
        or (o.customer_id is not null and (o.customer_id, w.n) in (
          select c.id, n.n from orders.customer c join word n on lower(c.name) like n.pattern where c.tenant_id = app.tenant()))
        or (o.number, w.n) in (
          select s.order_number, n.n from orders.shipment_part s join word n on lower(s.shipment_number) like n.pattern
          where s.tenant_id = app.tenant() and s.state <> 'joined')))
    ), page as (
      select f.number from fitting f where $8::date is null or (f.due_on, f.number) ${after} ($8, $9)
      order by f.due_on ${order}, f.number ${order} limit $10
    )
    select t.total, ${ORDER_COLUMNS}, to_char(o.due_on, 'YYYY-MM-DD') as due_on
    from (select count(*) as total from fitting) t
    left join page p on true
    left join orders.sales_order o on o.tenant_id = app.tenant() and o.number = p.number
    ${JOIN_CUSTOMER}
    order by o.due_on ${order}, o.number ${order}`;
}

const NEWEST_WITH_WORDS = { name: 'orders_newest_with_words', text: wordsIn('<', 'desc') } as const;
const OLDEST_WITH_WORDS = { name: 'orders_oldest_with_words', text: wordsIn('>', 'asc') } as const;

const COUNT = {
  name: 'orders_count',
  text: `select count(*) as total from orders.sales_order o where ${FITS}`,
} as const;

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
    ...[filter.customerId, filter.kind, filter.states, filter.sku],
    ...[filter.promisedBefore, filter.overdueOn, filter.isFlagged],
  ];
  if (filter.words !== null) {
    const place = [after?.dueOn ?? null, after?.number ?? null, limit, filter.words.map(containing)];
    const found = await tx.query<SearchedRow>(oldestFirst ? OLDEST_WITH_WORDS : NEWEST_WITH_WORDS, [
      ...which,
      ...place,
    ]);
    const orders = found.flatMap(({ number, ...row }) =>
      number === null ? [] : [{ ...orderOf({ ...row, number }), dueOn: row.due_on }],
    );
    return { orders, total: Number(found[0]?.total ?? 0) };
  }
  const statements = { page: oldestFirst ? OLDEST_FIRST : NEWEST_FIRST, count: COUNT };
  const place = [after?.dueOn ?? null, after?.number ?? null, limit];
  const { rows, total } = await readPage<ListedRow>(tx, statements, which, place);
  return { orders: rows.map((row) => ({ ...orderOf(row), dueOn: row.due_on })), total };
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
