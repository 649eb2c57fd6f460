import { addDays, ok, refuse, type Money, type Result } from '@supercargo/kernel';
import { isOpen, type ShipmentState } from './shipment.ts';

export const ROUTE_STATES = ['active', 'suspended', 'closed'] as const;
export type RouteState = (typeof ROUTE_STATES)[number];

/** A closed route is never opened again. */
export const ROUTE_TRANSITIONS: Readonly<Record<RouteState, readonly RouteState[]>> = {
  active: ['suspended', 'closed'],
  suspended: ['active', 'closed'],
  closed: [],
};

export const REROUTE_STATES = ['active', 'cancelled'] as const;
export type RerouteState = (typeof REROUTE_STATES)[number];

/** Rerouting once more is another reroute, never the cancelled one again. */
export const REROUTE_TRANSITIONS: Readonly<Record<RerouteState, readonly RerouteState[]>> = {
  active: ['cancelled'],
  cancelled: [],
};

/** What is known of a shipment when it is to be rerouted. Null is "not recorded". */
export interface Rerouted {
  readonly state: ShipmentState;
  readonly routeId: string | null;
  /** Where it goes on from: where it was last seen, or its origin before it left. */
  readonly locatedAt: string | null;
  readonly destination: string | null;
  readonly weightGrams: bigint | null;
}

/** What a route offers, whole. */
export interface Offer {
  readonly id: string;
  readonly state: RouteState;
  readonly origin: string;
  readonly destination: string;
  readonly transitDays: number;
  readonly costPerKg: Money;
}

export type RerouteRefusal =
  | 'not_open'
  | 'route_not_active'
  | 'same_route'
  | 'no_place'
  | 'other_origin'
  | 'other_destination'
  | 'no_weight'
  | 'too_dear';

/** The largest amount of one plan that the ledger keeps, in minor units. */
const AMOUNT_MINOR_MAX = 10n ** 15n;

/** What the carriage of a weight costs: the price of a kilogram times the weight, up to the next minor unit. */
export function quote(costPerKg: Money, weightGrams: bigint): Money {
  return { minor: (costPerKg.minor * weightGrams + 999n) / 1_000n, currency: costPerKg.currency };
}

/**
 * Whether a shipment can go on by this route, at what extra cost and until when. What was agreed with the carrier before is not given back,
 * so the whole of the new carriage is extra.
 */
export function decideReroute(
  shipment: Rerouted,
  offer: Offer,
  today: string,
): Result<{ readonly extra: Money; readonly eta: string }, RerouteRefusal> {
  if (!isOpen(shipment.state)) return refuse('not_open');
  if (offer.state !== 'active') return refuse('route_not_active');
  if (offer.id === shipment.routeId) return refuse('same_route');
  if (shipment.locatedAt === null || shipment.destination === null) return refuse('no_place');
  if (offer.origin !== shipment.locatedAt) return refuse('other_origin');
  if (offer.destination !== shipment.destination) return refuse('other_destination');
  if (shipment.weightGrams === null) return refuse('no_weight');
  const extra = quote(offer.costPerKg, shipment.weightGrams);
  if (extra.minor > AMOUNT_MINOR_MAX) return refuse('too_dear');
  return ok({ extra, eta: addDays(today, offer.transitDays) });
}

/** What is known of a reroute when it is to be taken back. */
export interface Standing {
  readonly state: RerouteState;
  readonly isOverlaid: boolean;
  readonly toRouteId: string;
  readonly locatedAt: string;
  readonly shipment: Pick<Rerouted, 'state' | 'routeId' | 'locatedAt'>;
}

export type CancelRefusal = 'not_active' | 'rerouted_again' | 'arrived' | 'already_left' | 'another_route';

/** Whether a reroute can be taken back: the last one that stands, of a shipment that has not left from there. */
export function decideCancel({
  state,
  isOverlaid,
  toRouteId,
  locatedAt,
  shipment,
}: Standing): Result<null, CancelRefusal> {
  if (state !== 'active') return refuse('not_active');
  if (!isOpen(shipment.state)) return refuse('arrived');
  if (isOverlaid) return refuse('rerouted_again');
  if (shipment.locatedAt !== locatedAt) return refuse('already_left');
  if (shipment.routeId !== toRouteId) return refuse('another_route');
  return ok(null);
}
