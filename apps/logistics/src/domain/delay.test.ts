import { expect, test } from 'vitest';
import { daysLate, daysLateExpected, nextStep, type Promised } from './delay.ts';

const TODAY = '2026-11-21';
const UNDER_WAY: Promised = { state: 'in_transit', promised: '2026-11-15', eta: null, delivered: null };

test.each<readonly [Partial<Promised>, number | null]>([
  [{}, 6],
  [{ promised: TODAY }, 0],
  [{ promised: '2026-11-22' }, 0],
  [{ promised: null }, null],
  [{ state: 'cancelled' }, null],
  [{ state: 'delivered', delivered: '2026-11-18' }, 3],
  [{ state: 'delivered', delivered: '2026-11-15' }, 0],
  [{ state: 'delivered', delivered: '2026-11-01' }, 0],
  [{ state: 'delivered', delivered: '2026-03-01', promised: '2026-02-27' }, 2],
])('%j is late by %s days', (change, days) => {
  expect(daysLate({ ...UNDER_WAY, ...change }, TODAY)).toBe(days);
});

test.each<readonly [Partial<Promised>, number | null]>([
  [{ eta: '2026-11-25' }, 10],
  [{ eta: '2026-11-16' }, 6],
  [{ promised: '2026-11-30', eta: '2026-12-02' }, 2],
  [{ promised: '2026-11-30', eta: '2026-11-29' }, 0],
  [{ promised: null, eta: '2026-12-02' }, null],
  [{ state: 'delivered', delivered: '2026-11-16', eta: '2026-11-30' }, 1],
])('%j is expected late by %s days', (change, days) => {
  expect(daysLateExpected({ ...UNDER_WAY, ...change }, TODAY)).toBe(days);
});

const RAIL = { routeId: 'RT-RAIL', transitDays: 2 };
const one = (change: Partial<Promised> = {}, weightGrams: bigint | null = 1n): Parameters<typeof nextStep>[0] => ({
  ...UNDER_WAY,
  ...change,
  ...{ id: 'SHP-1', weightGrams },
});

test('another route is the next step where no day is expected, where that has passed, and where the route is quicker', () => {
  for (const eta of [null, '2026-11-20', '2026-11-24']) {
    expect(nextStep(one({ eta }), RAIL, TODAY)).toEqual({
      ...{ tool: 'reroute_shipment', arguments: { shipment: 'SHP-1', route: 'RT-RAIL' } },
      why: 'rerouted today it would arrive on 2026-11-23',
    });
  }
});

test('a closer look is, where no route is quicker, or where nobody knows the weight that a price needs', () => {
  const look = { tool: 'track_shipment', arguments: { shipment: 'SHP-1' } };
  expect(nextStep(one({ eta: '2026-11-23' }), RAIL, TODAY)).toMatchObject(look);
  expect(nextStep(one(), null, TODAY)).toMatchObject(look);
  expect(nextStep(one({}, null), RAIL, TODAY)).toMatchObject(look);
});

test('nothing is, once it has arrived or was cancelled', () => {
  expect(nextStep(one({ state: 'delivered', delivered: TODAY }), RAIL, TODAY)).toBeNull();
  expect(nextStep(one({ state: 'cancelled' }), RAIL, TODAY)).toBeNull();
});
