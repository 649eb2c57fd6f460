import { answerOf, openStage, PEOPLE, POISONED, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_SHIPMENTS } from '../customers.fixture.ts';

const database = await testDatabase();
const people = [...PEOPLE, { id: 'carlos', name: 'Carlos Vega', roles: ['customer'] }];
const facts = { ...OWN_SHIPMENTS, customer: OWN_SHIPMENTS.other };
const stage = await openStage(database, facts, { founding: { people } });

const track = (shipment: string): Promise<Readonly<Record<string, unknown>>> =>
  answerOf(stage, 'carlos', 'track_my_shipment', { shipment });

test('the shipment in customs: where it is, how late, what is in it and what happened', async () => {
  const answer = await track('SHP-2002');
  expect(answer).toMatchObject({ shipment_id: 'SHP-2002', state: 'customs', lines: [{ order: 'SO-1002' }] });
  expect(Number(answer['days_late'])).toBeGreaterThan(0);
  expect(answer['events']).toContainEqual(expect.objectContaining({ kind: 'customs_hold' }));
});

test('no carrier, route, driver, price, note or way of ours is told', async () => {
  await database.admin(
    `insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, place, occurred_at, note)
     values ('acme', gen_random_uuid(), 'SHP-2002', 'rerouted', 'DEHAM', now(), 'cheaper for us')`,
  );
  const told = JSON.stringify(await track('SHP-2002'));
  expect(told).not.toMatch(/CAR-|RT-|DRV-|freight|note|cheaper|rerouted|value|customer/);
});

test.each(POISONED)('%s in a line’s description stay in a field of their own', async (_what, text) => {
  const harmless = await track('SHP-2002');
  await database.admin("update logistics.shipment_line set description = $1 where shipment_id = 'SHP-2002'", [
    text.slice(0, 500),
  ]);
  const poisoned = await track('SHP-2002');
  const without = ({ as_of: _at, lines, ...rest }: Readonly<Record<string, unknown>>): unknown => ({
    ...rest,
    lines: (lines as readonly Readonly<Record<string, unknown>>[]).map(({ description: _text, ...line }) => line),
  });
  expect(without(poisoned)).toEqual(without(harmless));
});

test.each(['SHP-2001', 'SHP-2003', 'SHP-9999', 'shp-2002'])(
  '%s is none of carlos’s, and why is not said',
  async (id) => {
    expect(await stage.call('carlos', 'track_my_shipment', { shipment: id })).toEqual({
      kind: 'refused',
      refusal: {
        ...{
          step: 'perform',
          code: 'unknown_shipment',
          reason: 'you have no shipment with this id',
          field: 'shipment',
        },
        accepted: 'the id of a shipment of yours, as my_orders and my_order of Orders answer it',
      },
    });
  },
);
