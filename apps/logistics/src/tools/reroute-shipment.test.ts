import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { FEEDER, inDays, LOGISTICS, RAIL, tracked } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { executed, asked, approve, worked } = peopleOf(stage);

const AIR = 'RT-SWIFT-NLRTM-DEHAM';
const input = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  shipment: 'SHP-2002',
  route: RAIL,
  ...change,
});

test('plans: nothing is rerouted by the call, and the card says the new day, the extra cost and who waits', async () => {
  expect(await stage.call('mara', 'reroute_shipment', { ...input(), reason: 'held in customs' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence:
          'Send shipment SHP-2002 on from NLRTM to DEHAM by Rhein-Elbe Rail Cargo, route RT-RAIL-NLRTM-DEHAM, for 40.92 EUR more.',
        changes: [
          { what: 'Carrier', before: 'Blue Anchor Shipping', after: 'Rhein-Elbe Rail Cargo' },
          { what: 'Route', before: 'RT-BLUE-BRSSZ-DEHAM', after: RAIL },
          { what: 'Expected on', before: 'not recorded', after: `${inDays(2)} if rerouted today` },
        ],
        cost: { amount: '40.92', currency: 'EUR' },
        facts: [
          { fact: 'Orders that wait for it', value: 'SO-1002' },
          { fact: 'Worth', value: '2,280.00 EUR' },
          { fact: 'Promised', value: inDays(-6) },
          { fact: 'Late as it stands', value: '6 days' },
          { fact: 'Transit by the new route', value: '2 days by rail' },
        ],
        flags: [],
      },
    },
  });
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({
    route: 'RT-BLUE-BRSSZ-DEHAM',
    eta: null,
    reroutes: [],
  });
});

test('once consented to it goes by the new carrier, is expected on the new day, and both are in its history', async () => {
  const result = await executed('mara', 'reroute_shipment', input());
  expect(result).toMatchObject({
    reroute_state: 'active',
    route: RAIL,
    eta: inDays(2),
    extra_cost: '40.92',
    currency: 'EUR',
  });
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({
    ...{ carrier: { id: 'CAR-RAIL' }, mode: 'rail', route: RAIL, eta: inDays(2), state: 'customs' },
    events: [{ kind: 'rerouted', place: 'NLRTM', note: null }, {}, {}, {}, {}],
    reroutes: [
      {
        reroute_id: result['reroute_id'],
        state: 'active',
        from_route: 'RT-BLUE-BRSSZ-DEHAM',
        extra_cost: { amount: '40.92' },
      },
    ],
  });
});

test('what costs more than 1,000.00 waits for another person: not the requester, not an auditor', async () => {
  const id = await asked('mara', 'reroute_shipment', { shipment: 'SHP-2003', route: RAIL });
  expect(await approve(id, 'mara')).toBe('own_request');
  expect(await approve(id, 'olga')).not.toBeNull();
  expect(await worked(id)).toMatchObject({ state: 'waiting' });
  expect(await approve(id, 'mo')).toBeNull();
  expect(await worked(id)).toMatchObject({ state: 'executed' });
  expect(await tracked(stage, 'SHP-2003', 'mara')).toMatchObject({
    route: RAIL,
    reroutes: [{ extra_cost: { amount: '2604.00' } }],
  });
});

test('what arrives later than it is expected now is flagged', async () => {
  await database.admin("update logistics.shipment set located_at = 'NLRTM', eta_on = $1 where id = 'SHP-2003'", [
    inDays(1),
  ]);
  expect(await stage.call('mara', 'reroute_shipment', { shipment: 'SHP-2003', route: FEEDER })).toMatchObject({
    structured: { card: { flags: ['it would arrive later than it is expected now'] } },
  });
});

const OTHERS = `${FEEDER}, ${AIR}`;

test.each([
  [{ shipment: 'SHP-9999' }, 'shipment', 'unknown_shipment', undefined],
  [{ shipment: 'SHP-2001' }, 'shipment', 'not_open', 'a shipment that is planned, in_transit or customs'],
  [{ shipment: 'SHP-2009' }, 'shipment', 'not_open', undefined],
  [{ shipment: 'SHP-2008', route: 'RT-NORD-DEHAM-ITMIL' }, 'shipment', 'no_place', undefined],
  [{ route: 'RT-NONE' }, 'route', 'unknown_route', OTHERS],
  [{ route: RAIL }, 'route', 'same_route', OTHERS],
  [{ route: 'RT-NORD-NLRTM-DEHAM' }, 'route', 'route_not_active', OTHERS],
  [{ route: 'RT-ATLAS-BRSSZ-DEHAM' }, 'route', 'other_origin', OTHERS],
])('refuses %j, names the field, says what is accepted and writes nothing', async (change, field, code, accepted) => {
  const rows = await rowCounts(database);
  // Afresh: the same as before would be answered with what came of it.
  const outcome = await stage.call(
    'mara',
    'reroute_shipment',
    input({ ...change, idempotency_key: stage.runtime.newId() }),
  );
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
  if (accepted !== undefined) expect(outcome).toMatchObject({ refusal: { accepted } });
  expect(await rowCounts(database)).toEqual(rows);
});

test('a shipment whose weight nobody recorded has no price, so it is not rerouted', async () => {
  await database.admin("update logistics.shipment set located_at = 'DEHAM' where id = 'SHP-2008'");
  await database.admin("update logistics.shipment set destination = 'ITMIL', route_id = null where id = 'SHP-2008'");
  expect(
    await stage.call('mara', 'reroute_shipment', { shipment: 'SHP-2008', route: 'RT-NORD-DEHAM-ITMIL' }),
  ).toMatchObject({
    refusal: { code: 'no_weight', field: 'shipment', accepted: 'a shipment with a recorded weight' },
  });
});

test.each<readonly [string, string, string]>([
  [
    'a price that rose',
    'update logistics.route_leg set cost_per_kg_minor = 410 + 5',
    'the price of a kilogram changed from 4.10 EUR to 4.15 EUR',
  ],
  [
    'a shipment that went on',
    "update logistics.shipment set located_at = 'DEBRV'",
    'the place of the shipment changed from NLRTM to DEBRV',
  ],
  [
    'a shipment that arrived',
    `update logistics.shipment set state = 'delivered', delivered_on = '${inDays(0)}'`,
    'the state of the shipment changed from customs to delivered',
  ],
])('%s ends the request, says so, and nothing is rerouted', async (_what, change, reason) => {
  const id = await asked('mara', 'reroute_shipment', input({ route: AIR, idempotency_key: stage.runtime.newId() }));
  const where = change.includes('route_leg') ? `route_id = '${AIR}'` : "id = 'SHP-2002'";
  await database.admin(`${change} where tenant_id = 'acme' and ${where}`);
  await approve(id, 'felix');
  expect(await worked(id)).toEqual({ state: 'invalidated', reason });
  const [row] = await database.admin(
    "select route_id from logistics.shipment where tenant_id = 'acme' and id = 'SHP-2002'",
  );
  expect(row).toEqual({ route_id: RAIL });
  await database.admin(
    "update logistics.shipment set located_at = 'NLRTM' where tenant_id = 'acme' and id = 'SHP-2002'",
  );
  await database.admin(
    `update logistics.route_leg set cost_per_kg_minor = 410 where tenant_id = 'acme' and route_id = '${AIR}'`,
  );
});

test('of two reroutes of one shipment at once one is done, and the other is told that it goes by another route', async () => {
  const ids = [
    await asked('mara', 'reroute_shipment', { shipment: 'SHP-2003', route: FEEDER }),
    await asked('mo', 'reroute_shipment', { shipment: 'SHP-2003', route: AIR }),
  ];
  for (const id of ids) expect(await approve(id, 'felix')).toBeNull();
  const ends = await Promise.all(ids.map(worked));
  expect(ends.map(({ state }) => state).sort()).toEqual(['executed', 'invalidated']);
  expect(ends.find(({ state }) => state === 'invalidated')?.reason).toMatch(
    /^the route of the shipment changed from RT-RAIL-NLRTM-DEHAM to RT-(BLUE|SWIFT)-NLRTM-DEHAM$/,
  );
  const [row] = await database.admin(
    "select count(*)::int as active from logistics.reroute where tenant_id = 'acme' and shipment_id = 'SHP-2003' and state = 'active'",
  );
  expect(row).toEqual({ active: 2 });
});

test.each(['felix', 'wes', 'olga', 'ada'])('%s, whose role does not reroute, is refused', async (person) => {
  const rows = await rowCounts(database);
  expect(await stage.call(person, 'reroute_shipment', input())).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(await rowCounts(database)).toEqual(rows);
  expect(stage.faults).toEqual([]);
});
