import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { FEEDER, inDays, LOGISTICS, RAIL, tracked } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { executed, asked, approve, worked } = peopleOf(stage);

const BEFORE = { route: 'RT-BLUE-BRSSZ-DEHAM', carrier: { id: 'CAR-BLUE' }, mode: 'sea', eta: null };
const reroute = async (route = RAIL): Promise<string> =>
  String((await executed('mara', 'reroute_shipment', { shipment: 'SHP-2002', route }))['reroute_id']);
const cancel = (id: string): Promise<Readonly<Record<string, unknown>>> =>
  executed('mara', 'cancel_reroute', { reroute_id: id });

test('restores the carrier, the route and the expected day of before, once a person says yes, and keeps what happened', async () => {
  const id = await reroute();
  expect(await stage.call('mara', 'cancel_reroute', { reroute_id: id })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence:
          'Take back the reroute of shipment SHP-2002 by Rhein-Elbe Rail Cargo: it goes on by route RT-BLUE-BRSSZ-DEHAM.',
        changes: [
          { what: 'Carrier', before: 'Rhein-Elbe Rail Cargo', after: 'Blue Anchor Shipping' },
          { what: 'Route', before: RAIL, after: 'RT-BLUE-BRSSZ-DEHAM' },
          { what: 'Mode', before: 'rail', after: 'sea' },
          { what: 'Expected on', before: inDays(2), after: 'not recorded' },
        ],
        cost: null,
      },
    },
  });
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({ route: RAIL });
  expect(await cancel(id)).toMatchObject({
    reroute_id: id,
    reroute_state: 'cancelled',
    route: 'RT-BLUE-BRSSZ-DEHAM',
    eta: null,
  });
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({
    ...BEFORE,
    reroutes: [{ reroute_id: id, state: 'cancelled' }],
    events: [{ kind: 'reroute_cancelled' }, { kind: 'rerouted' }, {}, {}, {}, {}],
  });
});

test('of two reroutes the last is taken back first, and then the one before it', async () => {
  const [first, second] = [await reroute(RAIL), await reroute(FEEDER)];
  expect(await stage.call('mara', 'cancel_reroute', { reroute_id: first })).toMatchObject({
    refusal: { code: 'rerouted_again', field: 'reroute_id', reason: 'the shipment was rerouted again after it' },
  });
  await cancel(second);
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({ route: RAIL, eta: inDays(2) });
  await cancel(first);
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject(BEFORE);
});

test('refuses a reroute that was taken back, or that nobody made, and writes nothing', async () => {
  const id = await reroute();
  await cancel(id);
  const rows = await rowCounts(database);
  const again = { reroute_id: id, idempotency_key: stage.runtime.newId() };
  expect(await stage.call('mara', 'cancel_reroute', again)).toMatchObject({
    refusal: { code: 'not_active', reason: 'the reroute is cancelled', accepted: 'a reroute that is active' },
  });
  expect(await stage.call('mara', 'cancel_reroute', { reroute_id: stage.runtime.newId() })).toMatchObject({
    refusal: { code: 'unknown_reroute', field: 'reroute_id' },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('once the goods have left from there, nothing is taken back', async () => {
  const id = await reroute();
  const waiting = await asked('mara', 'cancel_reroute', { reroute_id: id });
  await database.admin(
    "update logistics.shipment set located_at = 'DEBRV' where tenant_id = 'acme' and id = 'SHP-2002'",
  );
  expect(
    await stage.call('mara', 'cancel_reroute', { reroute_id: id, idempotency_key: stage.runtime.newId() }),
  ).toMatchObject({
    refusal: { code: 'already_left', reason: 'the shipment left NLRTM and is at DEBRV' },
  });
  await approve(waiting, 'felix');
  expect(await worked(waiting)).toEqual({
    ...{ state: 'invalidated', reason: 'the place of the shipment changed from NLRTM to DEBRV' },
  });
  expect(await tracked(stage, 'SHP-2002', 'mara')).toMatchObject({ route: RAIL });
  await database.admin(
    "update logistics.shipment set located_at = 'NLRTM' where tenant_id = 'acme' and id = 'SHP-2002'",
  );
});

test.each([
  ['eta_on', `'${inDays(9)}'`, `the expected day of the shipment changed from ${inDays(2)} to ${inDays(9)}`],
  ['mode', "'road'", 'the mode of the shipment changed from rail to road'],
  ['carrier_id', "'CAR-ATLAS'", 'the carrier of the shipment changed from CAR-RAIL to CAR-ATLAS'],
])('what a file corrected meanwhile of %s is not overwritten', async (column, value, reason) => {
  const [{ reroute_id: id } = { reroute_id: '' }] = (await tracked(stage, 'SHP-2002', 'mara'))['reroutes'] as {
    reroute_id: string;
  }[];
  const [before] = await database.admin<Record<string, string>>(
    `select ${column}::text as value from logistics.shipment where tenant_id = 'acme' and id = 'SHP-2002'`,
  );
  const waiting = await asked('mara', 'cancel_reroute', { reroute_id: id });
  const set = (to: string): Promise<unknown> =>
    database.admin(`update logistics.shipment set ${column} = ${to} where tenant_id = 'acme' and id = 'SHP-2002'`);
  await set(value);
  await approve(waiting, 'felix');
  expect(await worked(waiting)).toEqual({ state: 'invalidated', reason });
  await set(`'${before?.['value'] ?? ''}'`);
});

test('a route that a file brought meanwhile is not undone', async () => {
  const [{ reroute_id: id } = { reroute_id: '' }] = (await tracked(stage, 'SHP-2002', 'mara'))['reroutes'] as {
    reroute_id: string;
  }[];
  await database.admin(
    `update logistics.shipment set route_id = '${FEEDER}' where tenant_id = 'acme' and id = 'SHP-2002'`,
  );
  expect(
    await stage.call('mara', 'cancel_reroute', { reroute_id: id, idempotency_key: stage.runtime.newId() }),
  ).toMatchObject({
    refusal: { code: 'another_route' },
  });
  expect(stage.faults).toEqual([]);
});
