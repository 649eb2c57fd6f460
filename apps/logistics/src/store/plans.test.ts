import { nodesOf, planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
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

const sent = await statementsOf(database.door(login), (tx) =>
  Promise.all([
    ...[
      isCarrier(tx, 'x'),
      carrierIds(tx),
      readShipment(tx, 'x'),
      readReroute(tx, '00000000-0000-4000-8000-000000000000'),
    ],
    listDelayed(tx, { ...none, today: day, open: true, delivered: true, daysLateMin: 1 }, { after: null, limit: 1 }),
    ...[linesOf(tx, 'x', 1), eventsOf(tx, 'x', 1), reroutesOf(tx, 'x', 1)],
    readPerformance(tx, { ...none, by: 'carrier', since: day, until: day, origin: null, destination: null }, 1),
    ...[readRoute(tx, 'x'), routesOnLane(tx, 'x', 'y', 1), readLegs(tx, 'x'), routeIds(tx), underWay(tx, 'x', day)],
    ...[readDriver(tx, 'x'), driversOf(tx, 'x', 1), driverIds(tx), readRegion(tx, 'x'), regionIds(tx)],
  ]),
);

planContract({ server: 'logistics', folder: import.meta.dirname, moreThan: 10, sent, planOf });

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
