import type { BreakGuard, ServerFacts, Stage } from '@supercargo/testing';

const holding =
  (text: string) =>
  (stage: Stage): Promise<unknown> =>
    stage.database.admin(text, [stage.principal('nobody').tenant]);

/** By what every shipment goes, and when it is expected. */
const ways = holding(
  `select id, carrier_id, route_id, mode, eta_on::text from logistics.shipment where tenant_id = $1 order by id`,
);
const assigned = holding(
  `select shipment_id, driver_id from logistics.assignment where tenant_id = $1 and ended_at is null order by shipment_id`,
);
const regions = holding(`select id, region_id from logistics.driver where tenant_id = $1 order by id`);

/** Changes what a plan is about as another file of the transport system would: `$2` is what the plan's effect names so. */
const broken =
  (text: string, named: string): BreakGuard =>
  (database, { tenant, effect }) =>
    database.admin(text, [tenant, effect[named]]);
const shipmentWith = (change: string): BreakGuard =>
  broken(`update logistics.shipment set ${change} where tenant_id = $1 and id = $2`, 'shipment_id');
const routeWith = (change: string): BreakGuard =>
  broken(`update logistics.route set ${change} where tenant_id = $1 and id = $2`, 'route_id');
const legsWith = (change: string): BreakGuard =>
  broken(`update logistics.route_leg set ${change} where tenant_id = $1 and route_id = $2`, 'route_id');
const reroutedWith = (change: string): BreakGuard =>
  broken(
    `update logistics.shipment set ${change} where tenant_id = $1
       and id = (select r.shipment_id from logistics.reroute r where r.tenant_id = $1 and r.id = $2::uuid)`,
    'reroute_id',
  );
const driverWith = (change: string): BreakGuard =>
  broken(`update logistics.driver set ${change} where tenant_id = $1 and id = $2`, 'driver_id');

/** How each write of Logistics is taken back, and how its guards break. */
export const LOGISTICS_WRITES: ServerFacts['writes'] = {
  reroute_shipment: {
    holds: ways,
    undo: (_input, result) => ({ reroute_id: result['reroute_id'] }),
    breakGuard: {
      shipment_state: shipmentWith("state = 'customs'"),
      located_at: shipmentWith("located_at = 'BEANR'"),
      destination: shipmentWith("destination = 'DEBRV'"),
      current_route: shipmentWith("route_id = 'RT-ATLAS-BRSSZ-DEHAM'"),
      current_carrier: shipmentWith("carrier_id = 'CAR-ATLAS'"),
      carrier: routeWith("carrier_id = 'CAR-NORD'"),
      route_state: routeWith("state = 'suspended'"),
      transit_days: legsWith('transit_days = transit_days + 1'),
      cost_per_kg_minor: legsWith('cost_per_kg_minor = cost_per_kg_minor + 1'),
      currency: routeWith("currency = 'USD'"),
      weight_g: shipmentWith('weight_g = weight_g + 1'),
    },
  },
  cancel_reroute: {
    holds: ways,
    undo: (_input, { shipment_id: shipment, to_route: route }) => ({ shipment, route }),
    breakGuard: {
      reroute_state: broken(
        "update logistics.reroute set state = 'cancelled', cancelled_by = made_by where tenant_id = $1 and id = $2::uuid",
        'reroute_id',
      ),
      shipment_state: reroutedWith("state = 'in_transit'"),
      located_at: reroutedWith("located_at = 'BEANR'"),
      current_route: reroutedWith("route_id = 'RT-ATLAS-BRSSZ-DEHAM'"),
      current_carrier: reroutedWith("carrier_id = 'CAR-ATLAS'"),
      current_mode: reroutedWith("mode = 'air'"),
      current_eta: reroutedWith('eta_on = eta_on + 1'),
    },
  },
  reroute_driver: {
    holds: regions,
    undo: ({ driver }, { region_before: region }) => ({ driver, region }),
    breakGuard: { region: driverWith("region_id = 'SOUTH'"), driver: driverWith('active = false') },
  },
  assign_driver: {
    holds: assigned,
    undo: ({ shipment }, { driver_before: driver }) => ({ shipment, driver }),
    breakGuard: {
      shipment_state: shipmentWith("state = 'in_transit'"),
      current_driver: broken(
        `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id) values ($1, gen_random_uuid(), $2, 'DRV-12')`,
        'shipment_id',
      ),
      driver: driverWith('active = false'),
    },
  },
};
