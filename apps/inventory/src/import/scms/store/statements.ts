import { stagedLines } from '@supercargo/imports';
import type { Statement } from '@supercargo/tenancy';

/** What is staged of a run, as rows. */
const GIVEN = stagedLines(
  `line_id text, order_number text, kind text, vendor text, supplier_id text, place text, sku text, description text, quantity bigint,
   value_minor bigint, price_minor bigint, currency text, ordered_on date, scheduled_on date, delivered_on date, lead_time_days integer`,
  true,
);

/** What is staged of a run, as far as it names something. */
const NAMED = stagedLines('order_number text, vendor text, supplier_id text, sku text, description text');

/** The first line whose item or supplier has the id of another name on an earlier line. */
export const DOUBTFUL_NAME: Statement = {
  name: 'scms_doubtful_name',
  text: `
    with ${NAMED}, named as (
      select line_number, description as said, first_value(description) over (partition by sku order by line_number) as first,
        'items' as names
      from given
      union all
      select line_number, vendor, first_value(vendor) over (partition by supplier_id order by line_number), 'suppliers'
      from given where supplier_id is not null
    )
    select line_number as line, names from named where said <> first order by line_number, names limit 1`,
};

export const COUNT_NAMED: Statement = {
  name: 'scms_count_named',
  text: `
    with ${NAMED}
    select count(distinct order_number)::integer as orders, count(distinct vendor)::integer as vendors,
      count(distinct supplier_id)::integer as suppliers, count(distinct sku)::integer as items
    from given`,
};

export const INSERT_SUPPLIERS: Statement = {
  name: 'scms_insert_suppliers',
  text: `
    with ${NAMED}, written as (
      insert into inventory.supplier (tenant_id, id, name)
      select distinct on (supplier_id) $1, supplier_id, vendor from given where supplier_id is not null
      order by supplier_id, line_number
      on conflict (tenant_id, id) do nothing
      returning id
    )
    select count(*)::integer as added from written`,
};

/** No country: the file does not say where its regional distribution centre stands. */
export const INSERT_WAREHOUSE: Statement = {
  name: 'scms_insert_warehouse',
  text: `
    insert into inventory.warehouse (tenant_id, id, name) values ($1, $2, $3)
    on conflict (tenant_id, id) do nothing
    returning id`,
};

export const INSERT_ITEMS: Statement = {
  name: 'scms_insert_items',
  text: `
    with ${NAMED}, written as (
      insert into inventory.item (tenant_id, sku, description, unit)
      select distinct on (sku) $1, sku, description, $3 from given order by sku, line_number
      on conflict (tenant_id, sku) do nothing
      returning sku
    )
    select count(*)::integer as added from written`,
};

/** Writes a line where it is new or different and leaves it alone where it is there just so, so that a second import writes nothing. */
export const UPSERT_ORDER_LINES: Statement = {
  name: 'scms_upsert_order_lines',
  text: `
    with ${GIVEN}, written as (
      insert into inventory.order_line as l (
        tenant_id, source, line_id, order_number, kind, supplier_id, place, sku, quantity, value_minor, price_minor, currency,
        ordered_on, scheduled_on, delivered_on, lead_time_days, line_number, columns)
      select $1, 'scms', g.line_id, g.order_number, g.kind, g.supplier_id, g.place, g.sku, g.quantity, g.value_minor, g.price_minor,
        g.currency, g.ordered_on, g.scheduled_on, g.delivered_on, g.lead_time_days, g.line_number, g.columns
      from given g
      on conflict (tenant_id, source, line_id) do update set
        order_number = excluded.order_number, kind = excluded.kind, supplier_id = excluded.supplier_id, place = excluded.place,
        sku = excluded.sku, quantity = excluded.quantity, value_minor = excluded.value_minor, price_minor = excluded.price_minor,
        currency = excluded.currency, ordered_on = excluded.ordered_on, scheduled_on = excluded.scheduled_on,
        delivered_on = excluded.delivered_on, lead_time_days = excluded.lead_time_days, line_number = excluded.line_number,
        columns = excluded.columns
      where (l.*) is distinct from (excluded.*)
      returning old.line_id is null as made
    )
    select (select count(*) from given)::integer as given, count(*) filter (where made)::integer as added,
      count(*) filter (where not made)::integer as changed
    from written`,
};

/**
 * Price, supplier and lead time of an item are all those of its last purchase: by the day of delivery, then by the number of the line.
 * Read from the lines that are kept and not from the file of this import, so that an older part of the history imported later changes
 * nothing. The price is as of that delivery, at midnight UTC. Items of stock orders only keep neither. An item that this transaction made
 * is new and not changed: the row that the update finds is of this very transaction.
 */
export const SETTLE_ITEMS: Statement = {
  name: 'scms_settle_items',
  text: `
    with last as (
      select distinct on (l.sku) l.sku, l.supplier_id, l.price_minor, l.lead_time_days,
        case when l.price_minor is not null then l.currency end as currency,
        case when l.price_minor is not null then l.delivered_on::timestamp at time zone 'UTC' end as price_as_of
      from inventory.order_line l
      where l.tenant_id = $1 and l.source = 'scms' and l.kind = 'purchase'
      order by l.sku, l.delivered_on desc nulls last, l.line_id::bigint desc
    ), settled as (
      update inventory.item i set supplier_id = last.supplier_id, price_minor = last.price_minor, currency = last.currency,
        price_as_of = last.price_as_of, lead_time_days = last.lead_time_days
      from last join inventory.item was on was.tenant_id = $1 and was.sku = last.sku
      where i.tenant_id = $1 and i.sku = last.sku
        and (i.supplier_id, i.price_minor, i.currency, i.price_as_of, i.lead_time_days)
          is distinct from (last.supplier_id, last.price_minor, last.currency, last.price_as_of, last.lead_time_days)
      returning was.xmin = pg_current_xact_id()::xid as made
    )
    select (select count(price_minor) from last)::integer as priced,
           (select count(lead_time_days) from last)::integer as timed,
           (select count(*) from settled where not made)::integer as changed`,
};
