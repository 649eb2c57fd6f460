/** A row in each table of logistics: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const LOGISTICS_ROWS = `
  insert into logistics.carrier (tenant_id, id, name) values ($1, 'CAR-1', 'Carrier');
  insert into logistics.region (tenant_id, id, name) values ($1, 'NORTH', 'North');
  insert into logistics.route (tenant_id, id, carrier_id, origin, destination, mode, currency)
    values ($1, 'R-1', 'CAR-1', 'BRSSZ', 'DEHAM', 'sea', 'EUR');
  insert into logistics.route_leg (tenant_id, route_id, leg, origin, destination, mode, transit_days, cost_per_kg_minor)
    values ($1, 'R-1', 1, 'BRSSZ', 'DEHAM', 'sea', 24, 20);
  insert into logistics.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'logistics', 'reroute_shipment');
  insert into logistics.shipment (tenant_id, id, flow, customer_id, promised_on) values ($1, 'SHP-1', 'outbound', 'CUS-CARLA', '2026-11-01'),
    ($1, 'SHP-2', 'outbound', 'CUS-CARLOS', '2026-11-02'), ($1, 'SHP-3', 'inbound', null, '2026-11-03');
  insert into logistics.freight (tenant_id, shipment_id, freight_minor, currency) values ($1, 'SHP-1', 100, 'EUR');
  insert into logistics.shipment_line (tenant_id, shipment_id, line_id, order_number)
    values ($1, 'SHP-1', '1', 'SO-1'), ($1, 'SHP-2', '1', 'SO-2'), ($1, 'SHP-3', '1', 'PO-1');
  insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, occurred_at, done_by) values ($1, $2, 'SHP-1', 'rerouted', now(), $2);
  insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, occurred_at)
    values ($1, gen_random_uuid(), 'SHP-2', 'departed', now()), ($1, gen_random_uuid(), 'SHP-3', 'departed', now());
  insert into logistics.reroute (tenant_id, id, shipment_id, number, to_carrier_id, to_route_id, to_eta_on, located_at, extra_minor, currency,
      made_by)
    values ($1, $2, 'SHP-1', 1, 'CAR-1', 'R-1', '2026-11-09', 'BRSSZ', 100, 'EUR', $2);
  insert into logistics.driver (tenant_id, id, name, region_id) values ($1, 'DRV-1', 'Driver', 'NORTH');
  insert into logistics.assignment (tenant_id, id, shipment_id, driver_id, assigned_by) values ($1, $2, 'SHP-1', 'DRV-1', $2)`;
