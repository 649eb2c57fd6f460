import type { Money } from '@supercargo/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decideCancel,
  decideReroute,
  quote,
  REROUTE_TRANSITIONS,
  ROUTE_TRANSITIONS,
  type Offer,
  type Rerouted,
  type Standing,
} from './reroute.ts';

const SHIPMENT: Rerouted = {
  ...{ state: 'customs', routeId: 'RT-1', locatedAt: 'NLRTM', destination: 'DEHAM', weightGrams: 132_000n },
};
const OFFER: Offer = {
  ...{ id: 'RT-2', state: 'active', origin: 'NLRTM', destination: 'DEHAM', transitDays: 2 },
  costPerKg: { minor: 31n, currency: 'EUR' },
};

test('a shipment goes on for the price of a kilogram times its weight, and arrives after the transit', () => {
  expect(decideReroute(SHIPMENT, OFFER, '2026-11-29')).toEqual({
    ok: true,
    value: { extra: { minor: 4_092n, currency: 'EUR' }, eta: '2026-12-01' },
  });
});

test.each<readonly [string, Partial<Rerouted>, Partial<Offer>]>([
  ['not_open', { state: 'delivered' }, {}],
  ['not_open', { state: 'cancelled' }, {}],
  ['route_not_active', {}, { state: 'suspended' }],
  ['route_not_active', {}, { state: 'closed' }],
  ['same_route', { routeId: 'RT-2' }, {}],
  ['no_place', { locatedAt: null }, {}],
  ['no_place', { destination: null }, {}],
  ['other_origin', {}, { origin: 'BEANR' }],
  ['other_destination', {}, { destination: 'DEBRV' }],
  ['no_weight', { weightGrams: null }, {}],
  ['too_dear', { weightGrams: 10n ** 15n }, { costPerKg: { minor: 10n ** 6n, currency: 'EUR' } }],
])('refuses as %s', (refusal, shipment, offer) => {
  expect(decideReroute({ ...SHIPMENT, ...shipment }, { ...OFFER, ...offer }, '2026-11-29')).toEqual({
    ok: false,
    refusal,
  });
});

test('a shipment that goes by no recorded route can be given one', () => {
  expect(decideReroute({ ...SHIPMENT, routeId: null }, OFFER, '2026-11-29')).toMatchObject({ ok: true });
});

test('a price is never less than the weight costs, and less than one minor unit more', () => {
  const money = fc.record({ minor: fc.bigInt({ min: 0n, max: 10n ** 6n }), currency: fc.constant('EUR') });
  fc.assert(
    fc.property(money, fc.bigInt({ min: 0n, max: 10n ** 9n }), (costPerKg: Money, grams) => {
      const { minor } = quote(costPerKg, grams);
      expect(minor * 1_000n >= costPerKg.minor * grams).toBe(true);
      expect(minor * 1_000n - costPerKg.minor * grams < 1_000n).toBe(true);
    }),
  );
});

const STANDING: Standing = {
  ...{ state: 'active', isOverlaid: false, toRouteId: 'RT-2', locatedAt: 'NLRTM' },
  shipment: { state: 'customs', routeId: 'RT-2', locatedAt: 'NLRTM' },
};

test('the last reroute of a shipment that is still there is taken back', () => {
  expect(decideCancel(STANDING)).toEqual({ ok: true, value: null });
});

test.each<readonly [Partial<Standing>, string]>([
  [{ state: 'cancelled' }, 'not_active'],
  [{ shipment: { ...STANDING.shipment, state: 'delivered' } }, 'arrived'],
  [{ isOverlaid: true }, 'rerouted_again'],
  [{ shipment: { ...STANDING.shipment, locatedAt: 'DEHAM' } }, 'already_left'],
  [{ shipment: { ...STANDING.shipment, locatedAt: null } }, 'already_left'],
  [{ shipment: { ...STANDING.shipment, routeId: 'RT-9' } }, 'another_route'],
])('does not take back %j: %s', (change, refusal) => {
  expect(decideCancel({ ...STANDING, ...change })).toEqual({ ok: false, refusal });
});

test('a closed route and a cancelled reroute stay so', () => {
  expect(ROUTE_TRANSITIONS).toEqual({ active: ['suspended', 'closed'], suspended: ['active', 'closed'], closed: [] });
  expect(REROUTE_TRANSITIONS).toEqual({ active: ['cancelled'], cancelled: [] });
});
