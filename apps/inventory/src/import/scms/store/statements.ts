import type { Statement } from '@supercargo/tenancy';

/** Taken for the length of the transaction: two imports at once would each count the other's rows. */
export const LOCK: Statement = {
  name: 'scms_lock',
  text: `select pg_try_advisory_xact_lock(hashtextextended('import/scms/' || $1, 0)) as locked`,
};

export const INSERT_SUPPLIERS: Statement = {
  name: 'scms_insert_suppliers',
  text: `
    insert into inventory.supplier (tenant_id, id, name)
    select $1, g.id, g.name from unnest($2::text[], $3::text[]) as g (id, name)
    on conflict (tenant_id, id) do nothing
    returning id`,
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
    insert into inventory.item (tenant_id, sku, description, unit)
    select $1, g.sku, g.description, $4 from unnest($2::text[], $3::text[]) as g (sku, description)
    on conflict (tenant_id, sku) do nothing
    returning sku`,
};

/** Writes a line where it is new or different and leaves it alone where it is there just so, so that a second import writes nothing. */
export const UPSERT_ORDER_LINES: Statement = {
  name: 'scms_upsert_order_lines',
  text: `
    with given as materialized (
      select * from jsonb_to_recordset($2::jsonb) as g (
        line_id text, order_number text, kind text, supplier_id text, place text, sku text, quantity bigint, value_minor bigint,
        price_minor bigint, ordered_on date, scheduled_on date, delivered_on date, lead_time_days integer, line_number integer,
        columns text)
    ), known as (
      select l.line_id from given g
      join inventory.order_line l on l.tenant_id = $1 and l.source = 'scms' and l.line_id = g.line_id
    ), written as (
      insert into inventory.order_line as l (
        tenant_id, source, line_id, order_number, kind, supplier_id, place, sku, quantity, value_minor, price_minor, currency,
        ordered_on, scheduled_on, delivered_on, lead_time_days, line_number, columns)
      select $1, 'scms', g.line_id, g.order_number, g.kind, g.supplier_id, g.place, g.sku, g.quantity, g.value_minor, g.price_minor, $3,
        g.ordered_on, g.scheduled_on, g.delivered_on, g.lead_time_days, g.line_number, g.columns
      from given g
      on conflict (tenant_id, source, line_id) do update set
        order_number = excluded.order_number, kind = excluded.kind, supplier_id = excluded.supplier_id, place = excluded.place,
        sku = excluded.sku, quantity = excluded.quantity, value_minor = excluded.value_minor, price_minor = excluded.price_minor,
        currency = excluded.currency, ordered_on = excluded.ordered_on, scheduled_on = excluded.scheduled_on,
        delivered_on = excluded.delivered_on, lead_time_days = excluded.lead_time_days, line_number = excluded.line_number,
        columns = excluded.columns
      where (l.*) is distinct from (excluded.*)
      returning l.line_id
    )
    select (select count(*) from given)::integer as given,
           (select count(*) from known)::integer as known,
           (select count(*) from written)::integer as written`,
};

/**
 * Price, supplier and lead time of an item are all those of its last purchase: by the day of delivery, then by the number of the line.
 * Read from the lines that are kept and not from the file of this import, so that an older part of the history imported later changes
 * nothing. The price is as of that delivery, at midnight UTC. Items of stock orders only keep neither.
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
      from last
      where i.tenant_id = $1 and i.sku = last.sku
        and (i.supplier_id, i.price_minor, i.currency, i.price_as_of, i.lead_time_days)
          is distinct from (last.supplier_id, last.price_minor, last.currency, last.price_as_of, last.lead_time_days)
      returning i.sku
    )
    select (select count(price_minor) from last)::integer as priced,
           (select count(lead_time_days) from last)::integer as timed,
           coalesce((select array_agg(sku) from settled), array[]::text[]) as settled`,
};

/** The login may insert these two columns and read none: no RETURNING. */
export const INSERT_AUDIT_ENTRY: Statement = {
  name: 'scms_insert_audit_entry',
  text: 'insert into audit.entry (tenant_id, record) values ($1, $2)',
};
