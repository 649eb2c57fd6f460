import { answerOf, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, LOGISTICS } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);

/** Delivered shipments of one carrier on the lane from Santos to Hamburg: days late, weight in kg and freight in cents of each. */
async function deliver(
  carrier: string | null,
  all: readonly (readonly [late: number, kg: number | null, cents: number | null])[],
  country = 'DE',
): Promise<void> {
  for (const [at, [late, kg, cents]] of all.entries()) {
    const id = `H-${carrier ?? 'NONE'}-${country}-${at}`;
    await database.admin(
      `insert into logistics.shipment (tenant_id, id, flow, carrier_id, mode, origin, destination, country, weight_g, promised_on, delivered_on, in_full, state)
       values ('acme', $1, 'inbound', $2, 'sea', 'BRSSZ', 'DEHAM', $3, $4, $5, $6, $7, 'delivered')`,
      [
        id,
        carrier,
        country,
        kg === null ? null : kg * 1_000,
        inDays(-50),
        inDays(-50 + late),
        at === 0 ? null : at % 2 === 0,
      ],
    );
    if (cents === null) continue;
    await database.admin(
      `insert into logistics.freight (tenant_id, shipment_id, freight_minor, currency) values ('acme', $1, $2, 'EUR')`,
      [...[id, cents]],
    );
  }
}
await deliver('CAR-BLUE', [
  [4, 100, 3_000],
  [0, 100, 5_000],
  [-1, null, 900],
  [8, 200, null],
]);
await deliver('CAR-ATLAS', [
  [0, 10, 300],
  [-2, 10, 300],
  [1, 10, 303],
]);
await deliver(null, [[3, 10, null]]);
await deliver('CAR-NORD', [[0, 10, null]], 'FR');

interface Compared {
  readonly carriers: readonly Record<string, unknown>[];
  readonly total: number;
}

async function compare(input: Record<string, unknown>): Promise<Compared> {
  return (await answerOf(stage, 'felix', 'compare_carriers', input)) as unknown as Compared;
}

const LANE = { origin: 'BRSSZ', destination: 'DEHAM' };
const idsOf = ({ carriers }: Compared): unknown[] => carriers.map(({ carrier }) => carrier);

test('compare_carriers ranks those of a lane by their past, with samples, and names what each offers now', async () => {
  const { carriers, total } = await compare({ ...LANE, country: 'DE' });
  expect(total).toBe(3);
  expect(carriers).toEqual([
    {
      ...{
        carrier: 'CAR-ATLAS',
        name: { origin: 'carrier', text: 'Atlas Container Lines' },
        delivered: 3,
        measured: 3,
      },
      ...{ on_time_percent: 66.7, average_days_late: 0.3, most_days_late: 1, in_full_percent: 50, in_full_sample: 2 },
      ...{ cost_per_kg: { amount: '0.30', currency: 'EUR' }, cost_sample: 3 },
      routes: [
        {
          route: 'RT-ATLAS-BRSSZ-DEHAM',
          mode: 'sea',
          transit_days: 24,
          cost_per_kg: { amount: '0.25', currency: 'EUR' },
        },
      ],
    },
    {
      ...{ carrier: 'CAR-BLUE', name: { origin: 'carrier', text: 'Blue Anchor Shipping' }, delivered: 4, measured: 4 },
      ...{ on_time_percent: 50, average_days_late: 3, most_days_late: 8, in_full_percent: 33.3, in_full_sample: 3 },
      ...{ cost_per_kg: { amount: '0.40', currency: 'EUR' }, cost_sample: 2 },
      routes: [
        {
          route: 'RT-BLUE-BRSSZ-DEHAM',
          mode: 'sea',
          transit_days: 22,
          cost_per_kg: { amount: '0.28', currency: 'EUR' },
        },
      ],
    },
    expect.objectContaining({
      carrier: null,
      name: null,
      on_time_percent: 0,
      cost_per_kg: null,
      routes: [],
    }) as unknown,
    expect.objectContaining({
      ...{ carrier: 'CAR-SWIFT', delivered: 0, on_time_percent: null, average_days_late: null, cost_per_kg: null },
      routes: [
        {
          route: 'RT-SWIFT-BRSSZ-DEHAM',
          mode: 'air',
          transit_days: 4,
          cost_per_kg: { amount: '5.50', currency: 'EUR' },
        },
      ],
    }) as unknown,
  ]);
});

test('a suspended route is not offered', async () => {
  const { carriers } = await compare({ origin: 'NLRTM', destination: 'DEHAM' });
  expect(idsOf({ carriers, total: 0 })).toEqual(['CAR-SWIFT', 'CAR-RAIL', 'CAR-BLUE']);
});

test('to a country it compares over all lanes, and names no routes', async () => {
  const { carriers } = await compare({ country: 'FR' });
  expect(carriers).toMatchObject([{ carrier: 'CAR-NORD', on_time_percent: 100, routes: [] }]);
});

test('a mode and a day narrow both the past and the offers', async () => {
  expect(idsOf(await compare({ ...LANE, country: 'DE', mode: 'air' }))).toEqual(['CAR-SWIFT']);
  expect(idsOf(await compare({ ...LANE, country: 'DE', since: inDays(-45), mode: 'sea' }))).toEqual([
    'CAR-BLUE',
    'CAR-ATLAS',
  ]);
  expect(await compare({ ...LANE, since: inDays(-41) })).toMatchObject({ total: 0 });
});

test.each([
  [{}, 'origin', 'no_lane'],
  [{ origin: 'BRSSZ' }, 'origin', 'no_lane'],
  [{ destination: 'DEHAM', country: 'DE' }, 'origin', 'no_lane'],
  [{ country: 'DE', since: inDays(1) }, 'since', 'empty_period'],
])('refuses %j, and says what is accepted', async (input, field, code) => {
  const outcome = await stage.call('mara', 'compare_carriers', input);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { step: 'perform', field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
});

test.each([
  { origin: 'Santos', destination: 'DEHAM' },
  { origin: 'brssz', destination: 'DEHAM' },
  { country: 'Germany' },
])('refuses %j as no code', async (input) => {
  expect(await stage.call('mara', 'compare_carriers', input)).toMatchObject({ refusal: { step: 'input' } });
  expect(stage.faults).toEqual([]);
});
