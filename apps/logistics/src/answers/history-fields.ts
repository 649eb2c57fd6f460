import { Instant, toWire, UntrustedText, untrusted, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { REROUTE_STATES } from '../domain/reroute.ts';
import { EVENT_KINDS } from '../domain/shipment.ts';
import type { PastReroute, ShipmentEvent, ShipmentLine } from '../store/history.ts';

// What an answer about one shipment says of its past.

export const LineField = z.strictObject({
  line: z.string(),
  order: z.string().nullable(),
  sku: z.string().nullable(),
  description: UntrustedText.nullable(),
  quantity: z.int().nullable(),
  unit: z.string().nullable(),
  value: WireMoney.nullable(),
});

export function lineField(line: ShipmentLine): z.input<typeof LineField> {
  return {
    ...{ line: line.lineId, order: line.orderNumber, sku: line.sku, quantity: line.quantity, unit: line.unit },
    description: line.description === null ? null : untrusted('supplier', line.description),
    value: line.value === null ? null : toWire(line.value),
  };
}

export const EventField = z.strictObject({
  kind: z.enum(EVENT_KINDS),
  place: z.string().nullable(),
  note: UntrustedText.nullable(),
  at: Instant,
});

export function eventField({ kind, place, note, occurredAt }: ShipmentEvent): z.input<typeof EventField> {
  return { kind, place, note: note === null ? null : untrusted('carrier', note), at: occurredAt.toISOString() };
}

export const RerouteField = z.strictObject({
  reroute_id: z.uuid(),
  state: z.enum(REROUTE_STATES),
  from_route: z.string().nullable(),
  to_route: z.string(),
  to_carrier: z.string(),
  eta: z.iso.date(),
  extra_cost: WireMoney,
  made_at: Instant,
});

export function rerouteField(reroute: PastReroute): z.input<typeof RerouteField> {
  return {
    ...{ reroute_id: reroute.id, state: reroute.state, from_route: reroute.fromRouteId, to_route: reroute.toRouteId },
    ...{ to_carrier: reroute.toCarrierId, eta: reroute.toEta, extra_cost: toWire(reroute.extra) },
    made_at: reroute.madeAt.toISOString(),
  };
}
