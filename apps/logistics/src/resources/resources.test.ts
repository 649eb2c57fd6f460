import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { LOGISTICS, RAIL } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);

const read = (uri: string, person = 'felix', kind?: ClientKind) => readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: a shipment is what track_shipment answers, word for word', async (kind) => {
  const { as_of: _at, ...shown } = await read('logistics://shipment/SHP-2002', 'felix', kind);
  expect(await stage.call('felix', 'track_shipment', { shipment: 'SHP-2002' })).toMatchObject({ structured: shown });
});

test('a route leg by leg, with what all of it takes and costs and how much is under way on it', async () => {
  expect(await read('logistics://route/RT-SWIFT-BRSSZ-DEHAM')).toEqual({
    ...{ route: 'RT-SWIFT-BRSSZ-DEHAM', origin: 'BRSSZ', destination: 'DEHAM', mode: 'air', state: 'active' },
    carrier: { id: 'CAR-SWIFT', name: { origin: 'carrier', text: 'Swift Air Freight' } },
    ...{ transit_days: 4, cost_per_kg: { amount: '5.50', currency: 'EUR' } },
    legs: [
      {
        leg: 1,
        origin: 'BRSSZ',
        destination: 'BRVCP',
        mode: 'road',
        transit_days: 1,
        cost_per_kg: { amount: '0.18', currency: 'EUR' },
      },
      {
        leg: 2,
        origin: 'BRVCP',
        destination: 'DEFRA',
        mode: 'air',
        transit_days: 2,
        cost_per_kg: { amount: '4.95', currency: 'EUR' },
      },
      {
        leg: 3,
        origin: 'DEFRA',
        destination: 'DEHAM',
        mode: 'road',
        transit_days: 1,
        cost_per_kg: { amount: '0.37', currency: 'EUR' },
      },
    ],
    ...{ shipments_under_way: 0, shipments_late: 0, as_of: expect.any(String) as string },
  });
  expect(await read('logistics://route/RT-BLUE-BRSSZ-DEHAM')).toMatchObject({
    shipments_under_way: 2,
    shipments_late: 2,
  });
});

test('the drivers of a region with what is theirs to bring, those off duty among them', async () => {
  expect(await read('logistics://drivers/SOUTH')).toMatchObject({
    ...{ region: 'SOUTH', total: 2 },
    drivers: [
      { driver: 'DRV-11', name: { text: 'Lucia Moretti' }, active: true, shipments: ['SHP-2006'], shipments_total: 1 },
      { driver: 'DRV-12', active: true, shipments: [], shipments_total: 0 },
    ],
  });
  expect(await read('logistics://drivers/NORTH')).toMatchObject({
    drivers: [{}, {}, { driver: 'DRV-03', active: false }],
  });
});

test('a long region is cut at 100 drivers, and the total says so', async () => {
  await database.admin(
    `insert into logistics.driver (tenant_id, id, name, region_id) select 'acme', 'X-' || lpad(n::text, 4, '0'), 'x', 'SOUTH' from generate_series(1, 150) n`,
  );
  const { drivers, total } = await read('logistics://drivers/SOUTH');
  expect(drivers).toHaveLength(100);
  expect(total).toBe(152);
});

test.each([
  ['mara', 'logistics://shipment/SHP-9999', 'there is no shipment with this id'],
  ['mara', 'logistics://route/RT-NONE', 'there is no route with this id'],
  ['mara', 'logistics://drivers/EAST', 'there is no region with this id'],
  ['mara', 'logistics://drivers/', 'there is no resource'],
  ['mara', `logistics://route/../${RAIL}`, 'there is no resource'],
  ['wes', 'logistics://shipment/SHP-2002', 'your role does not grant logistics:read'],
  ['olga', 'logistics://drivers/NORTH', 'your role does not grant logistics:read'],
  ['stranger', 'logistics://shipment/SHP-2002', 'you are not an active person'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
