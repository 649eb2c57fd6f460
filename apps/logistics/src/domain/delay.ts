import { addDays, daysBetween } from '@supercargo/kernel';
import { isOpen, type ShipmentState } from './shipment.ts';

/** What lateness is computed from. Days are ISO dates; null is "not recorded". */
export interface Promised {
  readonly state: ShipmentState;
  readonly promised: string | null;
  readonly eta: string | null;
  readonly delivered: string | null;
}

/**
 * By how many days a shipment is late: after its promised day until it was delivered, or until today while it was not. 0 where it is not;
 * null where no day was promised or it was cancelled, because then nobody can say.
 */
export function daysLate({ state, promised, delivered }: Promised, today: string): number | null {
  if (promised === null || state === 'cancelled') return null;
  return Math.max(0, daysBetween(promised, delivered ?? today));
}

/** By how many days a shipment under way will be late by its expected day, where that is worse than today. */
export function daysLateExpected(shipment: Promised, today: string): number | null {
  const late = daysLate(shipment, today);
  if (late === null || !isOpen(shipment.state) || shipment.eta === null || shipment.promised === null) return late;
  return Math.max(late, daysBetween(shipment.promised, shipment.eta));
}

/** The quickest other way on of a shipment: an active route from where it is to where it goes. */
export interface Alternative {
  readonly routeId: string;
  readonly transitDays: number;
}

export interface NextStep {
  readonly tool: 'reroute_shipment' | 'track_shipment';
  readonly arguments: Readonly<Record<string, string>>;
  readonly why: string;
}

/**
 * The call that would do most for a late shipment: another route where one arrives before the expected day, or where no day is expected;
 * else a closer look. None for what has arrived.
 */
export function nextStep(
  shipment: Promised & { readonly id: string; readonly weightGrams: bigint | null },
  alternative: Alternative | null,
  today: string,
): NextStep | null {
  if (!isOpen(shipment.state)) return null;
  const arrives = alternative === null ? null : addDays(today, alternative.transitDays);
  const isBetter = arrives !== null && (shipment.eta === null || shipment.eta < today || arrives < shipment.eta);
  if (alternative !== null && arrives !== null && isBetter && shipment.weightGrams !== null) {
    return {
      tool: 'reroute_shipment',
      arguments: { shipment: shipment.id, route: alternative.routeId },
      why: `rerouted today it would arrive on ${arrives}`,
    };
  }
  return {
    tool: 'track_shipment',
    arguments: { shipment: shipment.id },
    why: 'no recorded route brings it sooner; its history says whom to ask',
  };
}
