import { stagedLines } from '@supercargo/imports';
import type { Statement } from '@supercargo/tenancy';

const GIVEN = stagedLines(
  `line_id text, shipment text, order_number text, flow text, supplier_id text, supplier_name text, sku text, description text, country text,
   mode text, incoterm text, scheduled_on date, delivered_on date, quantity bigint, value_minor bigint, freight_minor bigint,
   freight_said text, weight_kg numeric, weight_said text`,
);

const first = (column: string): string => `(array_agg(${column} order by line_number))[1] as ${column}`;

/** What a shipment's lines say together: the days are the latest, amounts are sums, all else is what its first line says. */
const SHIPMENTS = `${GIVEN}, shipments as materialized (
    select shipment as id, ${['flow', 'supplier_id', 'supplier_name', 'country', 'mode', 'incoterm'].map(first).join(', ')},
      max(scheduled_on) as promised_on, case when count(delivered_on) = count(*) then max(delivered_on) end as delivered_on,
      round(sum(weight_kg) * 1000)::bigint as weight_g,
      case when count(weight_kg) = 0 then (array_agg(weight_said order by line_number))[1] end as weight_said,
      sum(freight_minor)::bigint as freight_minor,
      case when count(freight_minor) = 0 then (array_agg(freight_said order by line_number))[1] end as freight_said
    from given where shipment is not null group by shipment
  )`;

const COUNTED = `count(*) filter (where made)::integer as added, count(*) filter (where not made)::integer as changed`;

/** What is there just so is left alone, and what was delivered stays delivered, whatever an older file says. */
export const UPSERT_SHIPMENTS: Statement = {
  name: 'logistics_scms_shipments',
  text: `with ${SHIPMENTS}, written as (
      insert into logistics.shipment as s (tenant_id, id, flow, supplier_id, supplier_name, country, mode, incoterm, promised_on, delivered_on,
        weight_g, weight_said, state)
      select $1, id, flow, supplier_id, supplier_name, country, mode, incoterm, promised_on, delivered_on, weight_g, weight_said,
        case when delivered_on is null then 'in_transit' else 'delivered' end
      from shipments
      on conflict (tenant_id, id) do update set flow = excluded.flow, supplier_id = excluded.supplier_id,
        supplier_name = excluded.supplier_name, country = excluded.country, mode = excluded.mode, incoterm = excluded.incoterm,
        promised_on = excluded.promised_on, delivered_on = excluded.delivered_on, weight_g = excluded.weight_g,
        weight_said = excluded.weight_said, state = excluded.state
      where (s.state not in ('delivered', 'cancelled') or s.state = excluded.state)
        and (s.flow, s.supplier_id, s.supplier_name, s.country, s.mode, s.incoterm, s.promised_on, s.delivered_on, s.weight_g,
            s.weight_said, s.state)
          is distinct from (excluded.flow, excluded.supplier_id, excluded.supplier_name, excluded.country, excluded.mode, excluded.incoterm,
            excluded.promised_on, excluded.delivered_on, excluded.weight_g, excluded.weight_said, excluded.state)
      returning old.id is null as made
    )
    select (select count(*) from shipments)::integer as given, ${COUNTED} from written`,
};

export const UPSERT_FREIGHT: Statement = {
  name: 'logistics_scms_freight',
  text: `with ${SHIPMENTS}, priced as (
      select id, freight_minor, freight_said from shipments where freight_minor is not null or freight_said is not null
    ), written as (
      insert into logistics.freight as f (tenant_id, shipment_id, freight_minor, currency, freight_said)
      select $1, id, freight_minor, case when freight_minor is not null then $3 end, freight_said from priced
      on conflict (tenant_id, shipment_id) do update set freight_minor = excluded.freight_minor, currency = excluded.currency,
        freight_said = excluded.freight_said
      where (f.freight_minor, f.currency, f.freight_said) is distinct from (excluded.freight_minor, excluded.currency, excluded.freight_said)
      returning old.shipment_id is null as made
    )
    select (select count(*) from priced)::integer as given, ${COUNTED} from written`,
};

export const UPSERT_LINES: Statement = {
  name: 'logistics_scms_lines',
  text: `with ${GIVEN}, written as (
      insert into logistics.shipment_line as l (tenant_id, shipment_id, line_id, order_number, sku, description, quantity, unit, value_minor,
        currency)
      select $1, shipment, line_id, order_number, sku, description, quantity, 'XPK', value_minor, case when value_minor is not null then $3 end
      from given where shipment is not null
      on conflict (tenant_id, shipment_id, line_id) do update set order_number = excluded.order_number, sku = excluded.sku,
        description = excluded.description, quantity = excluded.quantity, value_minor = excluded.value_minor, currency = excluded.currency
      where (l.order_number, l.sku, l.description, l.quantity, l.value_minor, l.currency)
        is distinct from (excluded.order_number, excluded.sku, excluded.description, excluded.quantity, excluded.value_minor, excluded.currency)
      returning old.line_id is null as made
    )
    select (select count(*) from given where shipment is not null)::integer as given, ${COUNTED} from written`,
};

/** What the file says of all its shipments. */
export const SUMMARY: Statement = {
  name: 'logistics_scms_summary',
  text: `with ${SHIPMENTS}
    select count(*)::integer as shipments, count(*) filter (where delivered_on > promised_on)::integer as late,
      coalesce(max(delivered_on - promised_on) filter (where delivered_on > promised_on), 0)::integer as longest,
      count(freight_minor)::integer as freight_captured,
      (select count(*) from given where shipment is null)::integer as lines_without
    from shipments`,
};
