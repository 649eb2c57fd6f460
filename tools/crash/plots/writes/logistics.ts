import { PAST_TRIGGERS } from '../plot.ts';
import { ID, idOf, localWrites } from './local-writes.ts';

const GRAMS = 10_000;
const COST_PER_KG_MINOR = 2_50;

/** A shipment that is under way by sea, and late for nobody. */
const UNDER_WAY = `insert into logistics.shipment
   (tenant_id, id, flow, carrier_id, mode, origin, destination, located_at, weight_g, promised_on, eta_on, state)
 values (app.tenant(), 'SHP-' || $1::int, 'outbound', 'CAR-SEA', 'sea', 'BRSSZ', 'DEHAM', 'BRSSZ', ${GRAMS}, current_date + 60,
   current_date + 30, 'in_transit')`;

/** The shipment's history has this and nothing else. */
const only = (event: 'rerouted' | 'reroute_cancelled'): string =>
  `(select array_agg(e.kind) from logistics.shipment_event e where (e.tenant_id, e.shipment_id) = (r.tenant_id, r.shipment_id)) = '{${event}}'`;

export const LOGISTICS = localWrites(
  'logistics',
  [
    `insert into logistics.carrier (tenant_id, id, name) values (app.tenant(), 'CAR-SEA', 'Slow Seas'), (app.tenant(), 'CAR-AIR', 'Quick Air')`,
    `insert into logistics.route (tenant_id, id, carrier_id, origin, destination, mode, currency)
     values (app.tenant(), 'RT-AIR', 'CAR-AIR', 'BRSSZ', 'DEHAM', 'air', 'EUR')`,
    `insert into logistics.route_leg (tenant_id, route_id, leg, origin, destination, mode, transit_days, cost_per_kg_minor)
     values (app.tenant(), 'RT-AIR', 1, 'BRSSZ', 'DEHAM', 'air', 3, ${COST_PER_KG_MINOR})`,
    `insert into logistics.region (tenant_id, id, name) values (app.tenant(), 'NORTH', 'The north'), (app.tenant(), 'SOUTH', 'The south')`,
    `insert into logistics.driver (tenant_id, id, name, region_id)
     values (app.tenant(), 'DRV-1', 'Ada Brandt', 'NORTH'), (app.tenant(), 'DRV-2', 'Ben Castro', 'NORTH')`,
  ],
  [
    {
      name: 'reroute',
      tool: 'reroute_shipment',
      arrange: [UNDER_WAY],
      input: (number) => ({ shipment: `SHP-${number}`, route: 'RT-AIR' }),
      amountMinor: () => (GRAMS / 1_000) * COST_PER_KG_MINOR,
      made: `select count(*)::int as made, count(*) filter (where r.shipment_id = 'SHP-' || $1::int and s.route_id = 'RT-AIR'
            and ${only('rerouted')})::int as right
        from logistics.reroute r join logistics.shipment s on (s.tenant_id, s.id) = (r.tenant_id, r.shipment_id)
        where r.tenant_id = app.tenant() and r.made_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from logistics.reroute r where r.tenant_id = app.tenant()`,
    },
    {
      name: 'cancel-reroute',
      tool: 'cancel_reroute',
      // As reroute_shipment left it.
      arrange: [
        UNDER_WAY,
        PAST_TRIGGERS,
        `insert into logistics.reroute (tenant_id, id, shipment_id, number, from_carrier_id, from_mode, from_eta_on, to_carrier_id, to_route_id,
           to_eta_on, located_at, extra_minor, currency, made_by)
         values (app.tenant(), ${ID}, 'SHP-' || $1::int, 1, 'CAR-SEA', 'sea', current_date + 30, 'CAR-AIR', 'RT-AIR', current_date + 3, 'BRSSZ',
           ${(GRAMS / 1_000) * COST_PER_KG_MINOR}, 'EUR', gen_random_uuid())`,
        `update logistics.shipment s set carrier_id = 'CAR-AIR', route_id = 'RT-AIR', mode = 'air', eta_on = current_date + 3
         where s.tenant_id = app.tenant() and s.id = 'SHP-' || $1::int`,
      ],
      input: (number) => ({ reroute_id: idOf(number) }),
      made: `select count(*)::int as made, count(*) filter (where r.id = ${ID} and r.state = 'cancelled'
            and (s.carrier_id, s.mode) = ('CAR-SEA', 'sea') and s.route_id is null and ${only('reroute_cancelled')})::int as right
        from logistics.reroute r join logistics.shipment s on (s.tenant_id, s.id) = (r.tenant_id, r.shipment_id)
        where r.tenant_id = app.tenant() and r.cancelled_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from logistics.reroute r where r.tenant_id = app.tenant() and r.cancelled_by is not null`,
    },
    {
      name: 'assign-driver',
      tool: 'assign_driver',
      arrange: [
        UNDER_WAY,
        `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id) values (app.tenant(), ${ID}, 'SHP-' || $1::int, 'DRV-1')`,
      ],
      input: (number) => ({ shipment: `SHP-${number}`, driver: 'DRV-2' }),
      made: `select count(*)::int as made, count(*) filter (where a.shipment_id = 'SHP-' || $1::int and a.driver_id = 'DRV-2' and a.ended_at is null
            and (select b.ended_by from logistics.assignment b where b.tenant_id = a.tenant_id and b.id = ${ID}) = a.assigned_by)::int as right
        from logistics.assignment a where a.tenant_id = app.tenant() and a.assigned_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from logistics.assignment a where a.tenant_id = app.tenant() and a.assigned_by is not null`,
    },
    {
      name: 'reroute-driver',
      tool: 'reroute_driver',
      arrange: [
        `insert into logistics.driver (tenant_id, id, name, region_id) values (app.tenant(), 'OWN-' || $1::int, 'Carl Dietz', 'NORTH')`,
      ],
      input: (number) => ({ driver: `OWN-${number}`, region: 'SOUTH' }),
      // A driver's row does not name what moved it.
      made: `select count(*)::int as made, count(*) filter (where d.region_id = 'SOUTH')::int as right
        from logistics.effect e join logistics.driver d on (d.tenant_id, d.id) = (e.tenant_id, 'OWN-' || $1::int)
        where e.tenant_id = app.tenant() and e.execution_id = any ($2::uuid[])`,
      all: `select count(*)::int as made from logistics.driver d where d.tenant_id = app.tenant() and d.region_id = 'SOUTH'`,
    },
  ],
);
