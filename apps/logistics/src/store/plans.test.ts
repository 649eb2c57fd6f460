import type { TenantTx } from '@supercargo/tenancy';
import {
  nodesOf,
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../import/demo/load-demo.ts';
import { carrierIds, isCarrier } from './carriers.ts';
import { listDelayed } from './delayed.ts';
import { driverIds, driversOf, readDriver, readRegion, regionIds } from './drivers.ts';
import { eventsOf, linesOf, reroutesOf } from './history.ts';
import { readPerformance } from './performance.ts';
import { readReroute } from './reroutes.ts';
import { readLegs, readRoute, routeIds, routesOnLane, underWay } from './routes.ts';
import { readShipment } from './shipments.ts';

const database = await testDatabase();
const login = 'supercargo_logistics';
const planOf = await plannerOf(database, login);
const day = '2026-11-21';
const none = { carrierId: null, country: null, mode: null };

const keys = {
  ...{ shipment: 'logistics.shipment.id', reroute: 'logistics.reroute.id', carrier: 'logistics.carrier.id' },
  ...{
    route: 'logistics.shipment.route_id',
    origin: 'logistics.route.origin',
    destination: 'logistics.route.destination',
  },
  ...{ driver: 'logistics.driver.id', region: 'logistics.region.id' },
};

const reads = (tx: TenantTx, key: Readonly<Record<keyof typeof keys, string>>) => {
  const { shipment, reroute, carrier, route, origin, destination, driver, region } = key;
  return Promise.all([
    ...[isCarrier(tx, carrier), carrierIds(tx), readShipment(tx, shipment), readReroute(tx, reroute)],
    listDelayed(tx, { ...none, today: day, open: true, delivered: true, daysLateMin: 1 }, { after: null, limit: 20 }),
    ...[linesOf(tx, shipment, 20), eventsOf(tx, shipment, 30), reroutesOf(tx, shipment, 10)],
    readPerformance(
      tx,
      { ...none, by: 'carrier', since: '2026-08-21', until: day, origin: null, destination: null },
      100,
    ),
    ...[readRoute(tx, route), routesOnLane(tx, origin, destination, 50), readLegs(tx, route), routeIds(tx)],
    ...[underWay(tx, route, day), readDriver(tx, driver), driversOf(tx, region, 100), driverIds(tx)],
    ...[readRegion(tx, region), regionIds(tx)],
  ]);
};

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)));

planContract({ server: 'logistics', folder: import.meta.dirname, moreThan: 10, sent, planOf });

await plannedOnceContract({
  ...{ login, keys, reads, sent },
  companies: { schemas: ['logistics'], demo: DEMO, few: ['carrier', 'region', 'route', 'route_leg', 'driver'] },
  anew: {
    logistics_delayed: 'filters that may be absent',
    logistics_delayed_count: 'filters that may be absent',
    logistics_performance: 'filters that may be absent',
  },
});

test(
  'a page of late shipments reads as many rows as it shows, whatever the company has',
  { timeout: 60_000 },
  async () => {
    await database.admin(
      `insert into logistics.shipment (tenant_id, id, flow, promised_on, delivered_on, state)
     select 'acme', 'S-' || n, 'inbound', date '2026-01-01' + n % 200, case when n % 2 = 0 then date '2026-11-01' end,
       case when n % 2 = 0 then 'delivered' else 'in_transit' end
     from generate_series(1, 10000) n`,
    );
    await database.admin('analyze logistics.shipment');
    const { text } = sent.find(({ name }) => name === 'logistics_delayed') ?? { text: '' };
    const values: Readonly<Record<string, string>> = {
      ...{
        $1: `date '${day}'`,
        $2: 'true',
        $3: 'true',
        $4: 'null',
        $5: 'null',
        $6: 'null',
        $7: '1',
        $8: 'null::integer',
        $9: 'null::text',
        $10: '21',
      },
    };
    const plan = await planOf(
      text.replace(/\$\d+/g, (name) => `(${values[name] ?? ''})`),
      { settings: [], option: 'analyze' },
    );
    const scans = nodesOf(plan).filter((node) => node['Relation Name'] === 'shipment');
    for (const node of scans) expect(Number(node['Actual Rows']) * Number(node['Actual Loops'])).toBeLessThan(50);
  },
);
