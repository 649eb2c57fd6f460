import { sayIds, type KnownIds, type TradeRefusal } from '@supercargo/kernel';
import type { CancelRefusal, RerouteRefusal, Standing } from './reroute.ts';

export const UNKNOWN_SHIPMENT: TradeRefusal = {
  code: 'unknown_shipment',
  reason: 'there is no shipment with this id',
  field: 'shipment',
  accepted: 'the id of a shipment of your company, its ASN or DN, such as SHP-2002',
};

export const UNKNOWN_OWN_SHIPMENT: TradeRefusal = {
  code: 'unknown_shipment',
  reason: 'you have no shipment with this id',
  field: 'shipment',
  accepted: 'the id of a shipment of yours, as my_orders and my_order of Orders answer it',
};

export const UNKNOWN_REROUTE: TradeRefusal = {
  code: 'unknown_reroute',
  reason: 'there is no reroute with this id',
  field: 'reroute_id',
  accepted: 'a reroute_id that reroute_shipment or track_shipment answered',
};

export function unknownCarrier(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_carrier',
    reason: 'there is no carrier with this id',
    field: 'carrier',
    accepted: sayIds(known, 'no carrier is recorded yet'),
  };
}

export function unknownRoute(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_route',
    reason: 'there is no route with this id',
    field: 'route',
    accepted: sayIds(known, 'the id of a route, as compare_carriers answers it'),
  };
}

export function unknownDriver(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_driver',
    reason: 'there is no driver with this id',
    field: 'driver',
    accepted: sayIds(known, 'no driver is recorded yet'),
  };
}

export function unknownRegion(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_region',
    reason: 'there is no region with this id',
    field: 'region',
    accepted: sayIds(known, 'no region is recorded yet'),
  };
}

export function notOpen(state: string): TradeRefusal {
  return {
    code: 'not_open',
    reason: `the shipment is ${state}`,
    field: 'shipment',
    accepted: 'a shipment that is planned, in_transit or customs',
  };
}

/** What a refused reroute needs to know to say what would be accepted. */
export interface RerouteFacts {
  readonly state: string;
  readonly locatedAt: string | null;
  readonly destination: string | null;
  /** Active routes from where the shipment is to where it goes, without its own. */
  readonly routes: KnownIds;
}

export function rerouteRefusal(
  refusal: RerouteRefusal,
  { state, locatedAt, destination, routes }: RerouteFacts,
): TradeRefusal {
  const other = sayIds(routes, 'no other route from there is recorded');
  const places = `${locatedAt ?? 'an unknown place'} to ${destination ?? 'an unknown place'}`;
  switch (refusal) {
    case 'not_open':
      return notOpen(state);
    case 'no_place':
      return {
        code: refusal,
        reason: 'nobody recorded where the shipment is, or where it goes',
        field: 'shipment',
        accepted: 'a shipment whose place and destination are recorded',
      };
    case 'no_weight':
      return {
        code: refusal,
        reason: 'the weight of the shipment is not recorded, so its carriage has no price',
        field: 'shipment',
        accepted: 'a shipment with a recorded weight',
      };
    case 'too_dear':
      return {
        code: refusal,
        reason: 'the carriage would cost more than one request holds',
        field: 'route',
        accepted: 'a cheaper route',
      };
    case 'route_not_active':
      return { code: refusal, reason: 'the route is not offered now', field: 'route', accepted: other };
    case 'same_route':
      return { code: refusal, reason: 'the shipment goes by this route already', field: 'route', accepted: other };
    case 'other_origin':
    case 'other_destination':
      return {
        code: refusal,
        reason: `the route does not lead from ${places}`,
        field: 'route',
        accepted: other,
      };
  }
}

const CANCEL_ACCEPTED: Readonly<Record<CancelRefusal, string>> = {
  not_active: 'a reroute that is active',
  rerouted_again: 'the last reroute of the shipment; earlier ones are taken back after it',
  arrived: 'a reroute of a shipment that is planned, in_transit or customs',
  already_left: 'a reroute of a shipment that is still where it was rerouted',
  another_route: 'a reroute by which the shipment still goes',
};

export function cancelRefusal(refusal: CancelRefusal, { state, locatedAt, shipment }: Standing): TradeRefusal {
  const reasons: Readonly<Record<CancelRefusal, string>> = {
    not_active: `the reroute is ${state}`,
    rerouted_again: 'the shipment was rerouted again after it',
    arrived: `the shipment is ${shipment.state}`,
    already_left: `the shipment left ${locatedAt} and is at ${shipment.locatedAt ?? 'an unknown place'}`,
    another_route: 'the shipment goes by another route now, which a file brought',
  };
  return { code: refusal, reason: reasons[refusal], field: 'reroute_id', accepted: CANCEL_ACCEPTED[refusal] };
}

export const EMPTY_PERIOD: TradeRefusal = {
  code: 'empty_period',
  reason: 'the period would end before it begins',
  field: 'since',
  accepted: 'a day on or before until, which is today when left out',
};

export const NO_LANE: TradeRefusal = {
  code: 'no_lane',
  reason: 'it does not say between where carriers are compared',
  field: 'origin',
  accepted: 'origin and destination, or a country',
};
