import { bothTiers } from './both-tiers.ts';

const GRAMS = 10_000;
const COST_PER_KG_MINOR = 2_50;

/** A reroute of a shipment that is under way, which makes one reroute and one entry in the shipment's history. */
export const REROUTE = bothTiers('reroute', {
  server: 'logistics',
  stock: [
    `insert into logistics.carrier (tenant_id, id, name) values (app.tenant(), 'CAR-SEA', 'Slow Seas'), (app.tenant(), 'CAR-AIR', 'Quick Air')`,
    `insert into logistics.route (tenant_id, id, carrier_id, origin, destination, mode, currency)
     values (app.tenant(), 'RT-AIR', 'CAR-AIR', 'BRSSZ', 'DEHAM', 'air', 'EUR')`,
    `insert into logistics.route_leg (tenant_id, route_id, leg, origin, destination, mode, transit_days, cost_per_kg_minor)
     values (app.tenant(), 'RT-AIR', 1, 'BRSSZ', 'DEHAM', 'air', 3, ${COST_PER_KG_MINOR})`,
  ],
  arrange: [
    `insert into logistics.shipment (tenant_id, id, flow, carrier_id, mode, origin, destination, located_at, weight_g, promised_on, eta_on, state)
     values (app.tenant(), 'SHP-' || $1::int, 'outbound', 'CAR-SEA', 'sea', 'BRSSZ', 'DEHAM', 'BRSSZ', ${GRAMS}, current_date + 60,
       current_date + 30, 'in_transit')`,
  ],
  told: {
    tool: 'reroute_shipment',
    input: (number) => ({ shipment: `SHP-${number}`, route: 'RT-AIR' }),
    amountMinor: () => (GRAMS / 1_000) * COST_PER_KG_MINOR,
    made: `select count(*)::int as made, count(*) filter (where r.shipment_id = 'SHP-' || $1::int and s.route_id = 'RT-AIR'
          and (select count(*) from logistics.shipment_event e where e.tenant_id = r.tenant_id and e.shipment_id = r.shipment_id) = 1)::int as right
      from logistics.reroute r join logistics.shipment s on (s.tenant_id, s.id) = (r.tenant_id, r.shipment_id)
      where r.tenant_id = app.tenant() and r.made_by = any ($2::uuid[])`,
    all: `select count(*)::int as made from logistics.reroute r where r.tenant_id = app.tenant()`,
  },
});
