import { stagedLines } from '@supercargo/imports';
import type { Statement } from '@supercargo/tenancy';

/** What is staged of a run, as rows. */
const GIVEN = stagedLines(
  `line_id integer, order_number text, kind text, vendor text, place text, sku text, description text, quantity bigint, unit text,
   price_minor bigint, value_minor bigint, currency text, ordered_on date, scheduled_on date, delivered_on date, shipment text,
   project text, country text`,
);

/** Where a row that is there stands after the file: a word that it never becomes leaves it where it is. */
function standing(thing: 'order' | 'part', row: 'o' | 's'): string {
  return `case when exists (select from orders.transition x where x.thing = '${thing}' and x.from_state = ${row}.state
        and x.to_state = excluded.state) then excluded.state else ${row}.state end`;
}

/** The day of a delivery belongs to what was delivered, and to nothing that was cancelled before the file came. */
function deliveredOn(thing: 'order' | 'part', row: 'o' | 's'): string {
  return `case when ${standing(thing, row)} = 'delivered' then excluded.delivered_on end`;
}

/** The first line that cannot be kept: without a number or an id of its own, or of an order that is otherwise by an earlier line or file. */
export const UNKEEPABLE: Statement = {
  name: 'orders_scms_unkeepable',
  text: `
    with ${GIVEN}, looked as (
      select g.line_number, case
        when g.order_number is null then 'number'
        when g.line_id is null then 'id'
        when g.kind <> coalesce(o.kind, first_value(g.kind) over w) then 'kind'
        when g.vendor is distinct from first_value(g.vendor) over w then 'vendor'
      end as what
      from given g left join orders.sales_order o on o.tenant_id = $1 and o.number = g.order_number
      window w as (partition by g.order_number order by g.line_number)
    )
    select line_number as line, what from looked where what is not null order by line_number limit 1`,
};

// What an order is follows from its lines: promised when the last of them was scheduled, delivered when all were. Its value is recorded where
// that of every line is; it has the number of its shipment where one carries all of it.
export const UPSERT_ORDERS: Statement = {
  name: 'orders_scms_upsert_orders',
  text: `
    with ${GIVEN}, whole as (
      select order_number as number, min(kind) as kind, min(vendor) as vendor, min(place) as place,
        case when bool_and(delivered_on is not null) then 'delivered' when bool_or(delivered_on is not null) then 'shipped' else 'placed' end as state,
        min(ordered_on) as placed_on, max(scheduled_on) as promised_on,
        case when bool_and(delivered_on is not null) then max(delivered_on) end as delivered_on,
        case when bool_and(value_minor is not null) then sum(value_minor)::bigint end as value_minor, min(currency) as currency,
        min(project) as project, min(country) as country,
        case when count(distinct shipment) = 1 and bool_and(shipment is not null) then min(shipment) end as shipment_number
      from given group by order_number
    ), written as (
      insert into orders.sales_order as o (tenant_id, number, kind, vendor, place, state, placed_on, promised_on, delivered_on, value_minor,
        currency, project, country, shipment_number)
      select $1, w.* from whole w order by w.number
      on conflict (tenant_id, number) do update set vendor = excluded.vendor, state = ${standing('order', 'o')}, placed_on = excluded.placed_on, promised_on = excluded.promised_on, delivered_on = ${deliveredOn('order', 'o')},
        value_minor = excluded.value_minor, currency = excluded.currency, project = excluded.project, country = excluded.country,
        shipment_number = excluded.shipment_number
      where (o.vendor, o.state, o.placed_on, o.promised_on, o.delivered_on, o.value_minor, o.currency, o.project, o.country, o.shipment_number)
        is distinct from (excluded.vendor, ${standing('order', 'o')}, excluded.placed_on, excluded.promised_on, ${deliveredOn('order', 'o')},
          excluded.value_minor, excluded.currency, excluded.project, excluded.country, excluded.shipment_number)
      returning old.number is null as made
    )
    select (select count(*) from whole)::integer as given, count(*) filter (where made)::integer as added,
      count(*) filter (where not made)::integer as changed,
      (select count(*) from whole where kind = 'purchase')::integer as purchases,
      (select count(*) from whole where country is null)::integer as unplaced
    from written`,
};

export const UPSERT_LINES: Statement = {
  name: 'orders_scms_upsert_lines',
  text: `
    with ${GIVEN}, written as (
      insert into orders.order_line as l (tenant_id, order_number, line_number, sku, description, quantity, unit, price_minor, value_minor, currency)
      select $1, g.order_number, g.line_id, g.sku, g.description, g.quantity, g.unit, g.price_minor, g.value_minor, g.currency
      from given g order by g.order_number, g.line_id
      on conflict (tenant_id, order_number, line_number) do update set sku = excluded.sku, description = excluded.description,
        quantity = excluded.quantity, unit = excluded.unit, price_minor = excluded.price_minor, value_minor = excluded.value_minor,
        currency = excluded.currency
      where (l.sku, l.description, l.quantity, l.unit, l.price_minor, l.value_minor, l.currency) is distinct from
        (excluded.sku, excluded.description, excluded.quantity, excluded.unit, excluded.price_minor, excluded.value_minor, excluded.currency)
      returning old.line_number is null as made
    )
    select (select count(*) from given)::integer as given, count(*) filter (where made)::integer as added,
      count(*) filter (where not made)::integer as changed
    from written`,
};

// An order that several shipments carry has a part for each, numbered by its first line; a part that is there keeps its number.
const PARTS = `${GIVEN}, several as (
      select order_number from given group by order_number having count(distinct shipment) > 1
    ), parts as (
      select g.order_number, g.shipment, max(g.scheduled_on) as promised_on,
        case when bool_and(g.delivered_on is not null) then max(g.delivered_on) end as delivered_on, min(g.line_id) as first
      from given g join several s using (order_number) where g.shipment is not null group by g.order_number, g.shipment
    ), numbered as (
      select p.*, coalesce(t.part, row_number() over (partition by p.order_number, t.part is null order by p.first)
        + coalesce((select max(x.part) from orders.shipment_part x where x.tenant_id = $1 and x.order_number = p.order_number), 0)) as part
      from parts p left join orders.shipment_part t
        on t.tenant_id = $1 and t.order_number = p.order_number and t.shipment_number = p.shipment and t.split_by is null
    )`;

export const UPSERT_PARTS: Statement = {
  name: 'orders_scms_upsert_parts',
  text: `
    with ${PARTS}, written as (
      insert into orders.shipment_part as s (tenant_id, order_number, part, state, promised_on, delivered_on, shipment_number)
      select $1, n.order_number, n.part, case when n.delivered_on is null then 'open' else 'delivered' end, n.promised_on, n.delivered_on, n.shipment
      from numbered n order by n.order_number, n.part
      on conflict (tenant_id, order_number, part) do update set state = ${standing('part', 's')}, promised_on = excluded.promised_on,
        delivered_on = ${deliveredOn('part', 's')}
      where (s.state, s.promised_on, s.delivered_on) is distinct from (${standing('part', 's')}, excluded.promised_on, ${deliveredOn('part', 's')})
      returning old.part is null as made
    )
    select (select count(*) from numbered)::integer as given, count(*) filter (where made)::integer as added,
      count(*) filter (where not made)::integer as changed
    from written`,
};

/** A line that a corrected file puts into another shipment is none of the first any more. */
export const UPSERT_PART_LINES: Statement = {
  name: 'orders_scms_upsert_part_lines',
  text: `
    with ${PARTS}, meant as (
      select g.order_number, n.part, g.line_id as line, g.quantity from given g join numbered n on n.order_number = g.order_number and n.shipment = g.shipment
    ), moved as (
      update orders.part_line q set quantity = 0 from meant m, orders.shipment_part s
      where q.tenant_id = $1 and q.order_number = m.order_number and q.line_number = m.line and q.part <> m.part and q.quantity is distinct from 0
        and s.tenant_id = $1 and s.order_number = q.order_number and s.part = q.part and s.split_by is null
    )
    insert into orders.part_line as q (tenant_id, order_number, part, line_number, quantity)
    select $1, m.order_number, m.part, m.line, m.quantity from meant m order by m.order_number, m.part, m.line
    on conflict (tenant_id, order_number, part, line_number) do update set quantity = excluded.quantity
    where q.quantity is distinct from excluded.quantity`,
};
