import { COUNTS, padded, place, TENANT, uuidOf } from '../names.ts';
import { eachOf, type Load } from './load.ts';

const { carriers, regions, routes, customers } = COUNTS;
const ID = `'SHP-' || ${padded('n')}`;
const ROUTE = `1 + n % ${routes}`;
const MODE = (of: string): string => `(array['sea', 'road', 'air', 'rail'])[1 + (${of}) % 4]`;
const lane = (route: string): string => `${place(`(${route}) % 10`)}, ${place(`10 + (${route}) / 10 % 10`)}`;

/**
 * Two years of shipments over a hundred lanes: one in ten is under way, half of those late, and of what was delivered two in seven came
 * late. As many drivers as shipments, over ten regions.
 */
export const logisticsLoad: Load = (rows) => [
  `insert into logistics.carrier (tenant_id, id, name) select ${TENANT}, 'CAR-' || n, 'Carrier number ' || n ${eachOf(carriers)}`,
  `insert into logistics.region (tenant_id, id, name) select ${TENANT}, 'REG-' || n, 'Region number ' || n ${eachOf(regions)}`,
  `insert into logistics.route (tenant_id, id, carrier_id, origin, destination, mode, currency)
   select ${TENANT}, 'R-' || n, 'CAR-' || 1 + n % ${carriers}, ${lane('n')}, ${MODE('n')}, 'EUR' ${eachOf(routes)}`,
  `insert into logistics.route_leg (tenant_id, route_id, leg, origin, destination, mode, transit_days, cost_per_kg_minor)
   select ${TENANT}, 'R-' || n, 1, ${lane('n')}, ${MODE('n')}, 1 + n % 30, 10 + n % 50 ${eachOf(routes)}`,
  `insert into logistics.shipment (tenant_id, id, flow, customer_id, supplier_id, supplier_name, carrier_id, route_id, mode, origin, destination,
     country, incoterm, weight_g, promised_on, shipped_on, delivered_on, in_full, state)
   select ${TENANT}, ${ID}, case when n % 3 = 0 then 'outbound' else 'inbound' end, case when n % 3 = 0 then 'CUS-' || n % ${customers} end,
     'SUP-' || n % 20, 'Supplier number ' || n % 20, 'CAR-' || 1 + (${ROUTE}) % ${carriers}, 'R-' || ${ROUTE}, ${MODE(ROUTE)}, ${lane(ROUTE)},
     (array['DE', 'FR', 'PL', 'NL', 'IT'])[1 + n % 5], 'DAP', 1000 + n, p.day, p.day - 10,
     case when n % 10 > 0 then p.day + n % 7 - 4 end, case when n % 10 > 0 then n % 20 > 0 end,
     case when n % 10 > 0 then 'delivered' else (array['planned', 'in_transit', 'customs'])[1 + n / 10 % 3] end
   ${eachOf(rows)}, lateral (select current_date + case when n % 10 = 0 then n / 10 % 40 - 20 else -10 - n % 730 end as day) p`,
  `insert into logistics.freight (tenant_id, shipment_id, freight_minor, currency) select ${TENANT}, ${ID}, 1000 + n, 'EUR' ${eachOf(rows)}`,
  `insert into logistics.shipment_line (tenant_id, shipment_id, line_id, customer_id, order_number, sku, description, quantity, unit,
     value_minor, currency)
   select ${TENANT}, ${ID}, '1', case when n % 3 = 0 then 'CUS-' || n % ${customers} end, 'SO-' || n, 'SKU-' || n % 1000, 'A valve bag', 10,
     'EA', 100 * n, 'EUR' ${eachOf(rows)}`,
  `insert into logistics.shipment_event (tenant_id, id, shipment_id, customer_id, kind, occurred_at, note)
   select ${TENANT}, ${uuidOf('n')}, ${ID}, case when n % 3 = 0 then 'CUS-' || n % ${customers} end,
     case when n % 10 = 0 then 'delayed' else 'delivered' end, now() - make_interval(hours => n % 1000), 'As the carrier told it' ${eachOf(rows)}`,
  `insert into logistics.driver (tenant_id, id, name, region_id)
   select ${TENANT}, 'DRV-' || ${padded('n')}, 'Driver number ' || n, 'REG-' || 1 + n % ${regions} ${eachOf(rows)}`,
  `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id)
   select ${TENANT}, ${uuidOf('n')}, ${ID}, 'DRV-' || ${padded('n')} ${eachOf(rows)} where n % 10 = 0`,
];
