import { foundTenant, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { LOGISTICS, RAIL, tracked } from './logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const globex = await foundTenant(database, { tenant: 'globex' });
await LOGISTICS.load(database, globex);
// Whatever the other company has of its own says so.
await database.admin("update logistics.carrier set name = 'FOREIGN' where tenant_id = 'globex'");
await database.admin("update logistics.driver set name = 'FOREIGN' where tenant_id = 'globex'");
await database.admin("update logistics.shipment_line set description = 'FOREIGN' where tenant_id = 'globex'");
await database.admin("insert into logistics.carrier (tenant_id, id, name) values ('globex', 'CAR-FOREIGN', 'FOREIGN')");
await database.admin("insert into logistics.region (tenant_id, id, name) values ('globex', 'FOREIGN', 'FOREIGN')");
await database.admin(
  `insert into logistics.shipment (tenant_id, id, flow, promised_on, country) values ('globex', 'SHP-FOREIGN', 'inbound', '2026-01-01', 'DE')`,
);
await database.admin(
  `insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, occurred_at, note) values ('globex', gen_random_uuid(), 'SHP-2002', 'delayed', now(), 'FOREIGN')`,
);
await database.admin(
  `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id) values ('globex', gen_random_uuid(), 'SHP-2002', 'DRV-01')`,
);

test.each([
  ['track_shipment', { shipment: 'SHP-2002' }],
  ['list_delayed_shipments', { status: 'all', limit: 50 }],
  ['compare_carriers', { origin: 'BRSSZ', destination: 'DEHAM' }],
  ['compare_carriers', { country: 'IT' }],
  ['carrier_performance', { by: 'country' }],
  ['list_delayed_shipments', { carrier: 'CAR-NONE' }],
  ['assign_driver', { shipment: 'SHP-2002', driver: 'DRV-NONE' }],
  ['reroute_driver', { driver: 'DRV-01', region: 'NOWHERE' }],
  ['reroute_shipment', { shipment: 'SHP-2002', route: 'RT-NONE' }],
])('%s with %j knows nothing of the other company', async (tool, input) => {
  const before = JSON.stringify(await stage.call('mara', tool, input));
  expect(before).not.toContain('FOREIGN');
  expect(before.length).toBeGreaterThan(50);
});

test.each([
  ['track_shipment', { shipment: 'SHP-FOREIGN' }, 'unknown_shipment'],
  ['assign_driver', { shipment: 'SHP-FOREIGN', driver: 'DRV-01' }, 'unknown_shipment'],
  ['reroute_shipment', { shipment: 'SHP-FOREIGN', route: RAIL }, 'unknown_shipment'],
  ['reroute_shipment', { shipment: 'SHP-2002', route: 'RT-NORD-ESVLC-ITGOA' }, 'unknown_route'],
  ['reroute_driver', { driver: 'DRV-01', region: 'FOREIGN' }, 'unknown_region'],
  ['list_delayed_shipments', { carrier: 'CAR-FOREIGN' }, 'unknown_carrier'],
])('%s with %j, which is the other’s, is refused like what does not exist', async (tool, input, code) => {
  expect(await stage.call('mara', tool, input)).toMatchObject({ refusal: { code } });
});

test('the shipment of the same number is one’s own, driver and events and all', async () => {
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({
    ...{ driver: null, customer: 'CUS-CARLOS', carrier: { name: { text: 'Blue Anchor Shipping' } }, events_total: 4 },
    why: { kind: 'customs_hold' },
  });
  expect(stage.faults).toEqual([]);
});
