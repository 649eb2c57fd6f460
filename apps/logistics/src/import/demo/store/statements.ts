import type { Statement } from '@supercargo/tenancy';

/** Two starts at once would each load a company that the other is loading. */
export const LOCK: Statement = {
  name: 'logistics_demo_lock',
  text: `select pg_advisory_xact_lock(hashtextextended('import/demo/logistics/' || $1, 0))`,
};

export const HAS_SHIPMENT: Statement = {
  name: 'logistics_demo_has_shipment',
  text: 'select exists (select from logistics.shipment s where s.tenant_id = app.tenant() and s.id = $1) as found',
};

export const CARRIERS: Statement = {
  name: 'logistics_demo_carriers',
  text: `insert into logistics.carrier (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
};

export const REGIONS: Statement = {
  name: 'logistics_demo_regions',
  text: `insert into logistics.region (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
};

export const ROUTES: Statement = {
  name: 'logistics_demo_routes',
  text: `insert into logistics.route (tenant_id, id, carrier_id, origin, destination, mode, currency, state)
         select app.tenant(), x.id, x.carrier, x.origin, x.destination, x.mode, $2, x.state
         from jsonb_to_recordset($1::jsonb) x (id text, carrier text, origin text, destination text, mode text, state text)
         on conflict do nothing`,
};

export const LEGS: Statement = {
  name: 'logistics_demo_legs',
  text: `insert into logistics.route_leg (tenant_id, route_id, leg, origin, destination, mode, transit_days, cost_per_kg_minor)
         select app.tenant(), x.route, x.nr, x.origin, x.destination, x.mode, x.days, x."perKgMinor"
         from jsonb_to_recordset($1::jsonb) x (route text, nr integer, origin text, destination text, mode text, days integer,
           "perKgMinor" bigint) on conflict do nothing`,
};

export const DRIVERS: Statement = {
  name: 'logistics_demo_drivers',
  text: `insert into logistics.driver (tenant_id, id, name, region_id, active)
         select app.tenant(), x.id, x.name, x.region, x.active
         from jsonb_to_recordset($1::jsonb) x (id text, name text, region text, active boolean) on conflict do nothing`,
};

export const SHIPMENTS: Statement = {
  name: 'logistics_demo_shipments',
  text: `insert into logistics.shipment (tenant_id, id, flow, customer_id, supplier_id, supplier_name, carrier_id, route_id, mode, origin,
           destination, located_at, country, incoterm, weight_g, weight_said, promised_on, eta_on, shipped_on, delivered_on, in_full, state)
         select app.tenant(), x.* from jsonb_to_recordset($1::jsonb) x (id text, flow text, customer_id text, supplier_id text,
           supplier_name text, carrier_id text, route_id text, mode text, origin text, destination text, located_at text, country text,
           incoterm text, weight_g bigint, weight_said text, promised_on date, eta_on date, shipped_on date, delivered_on date,
           in_full boolean, state text) on conflict do nothing`,
};

export const FREIGHT: Statement = {
  name: 'logistics_demo_freight',
  text: `insert into logistics.freight (tenant_id, shipment_id, freight_minor, currency, freight_said)
         select app.tenant(), x.id, x.freight_minor, case when x.freight_minor is not null then $2 end, x.freight_said
         from jsonb_to_recordset($1::jsonb) x (id text, freight_minor bigint, freight_said text) on conflict do nothing`,
};

export const LINES: Statement = {
  name: 'logistics_demo_lines',
  text: `insert into logistics.shipment_line (tenant_id, shipment_id, line_id, order_number, sku, description, quantity, unit, value_minor, currency)
         select app.tenant(), x.shipment, x.nr::text, x."order", x.sku, x.description, x.quantity, 'EA', x."valueMinor", $2
         from jsonb_to_recordset($1::jsonb) x (shipment text, nr integer, "order" text, sku text, description text, quantity bigint,
           "valueMinor" bigint) on conflict do nothing`,
};

export const EVENTS: Statement = {
  name: 'logistics_demo_events',
  text: `insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, place, occurred_at, note)
         select app.tenant(), x.id, x.shipment, x.kind, x.place, (x."on" + time '09:00') at time zone 'UTC', x.note
         from jsonb_to_recordset($1::jsonb) x (id uuid, shipment text, kind text, place text, "on" date, note text) on conflict do nothing`,
};

export const ASSIGNMENTS: Statement = {
  name: 'logistics_demo_assignments',
  text: `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id)
         select app.tenant(), x.id, x.shipment, x.driver from jsonb_to_recordset($1::jsonb) x (id uuid, shipment text, driver text)
         on conflict do nothing`,
};
