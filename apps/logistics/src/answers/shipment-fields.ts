import { Instant, toWire, UntrustedText, untrusted, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { nextStep, type NextStep } from '../domain/delay.ts';
import { FLOWS, MODES, SHIPMENT_STATES } from '../domain/shipment.ts';
import type { Shipment } from '../store/shipments.ts';

// What every answer about a shipment says in the same words.

export const Named = z.strictObject({ id: z.string(), name: UntrustedText });

export function namedField(
  origin: string,
  { id, name }: { readonly id: string; readonly name: string },
): z.input<typeof Named> {
  return { id, name: untrusted(origin, name, 200) };
}

const WhyField = z
  .strictObject({
    kind: z.enum(['customs_hold', 'delayed']),
    place: z.string().nullable(),
    note: UntrustedText.nullable(),
    at: Instant,
  })
  .nullable()
  .describe('the last event that says why; null: nobody recorded why');

const EndangersField = z
  .strictObject({
    orders: z.array(z.string()).describe('order numbers, 20 at most'),
    orders_total: z.int(),
    value: z.array(WireMoney).describe('what all of it is worth, by currency'),
  })
  .describe('the orders in it, which wait while it is late');

export const NextStepField = z
  .strictObject({
    tool: z.enum(['reroute_shipment', 'track_shipment']),
    arguments: z.strictObject({ shipment: z.string(), route: z.string().optional() }),
    why: z.string(),
  })
  .nullable()
  .describe('the call that would do most about it; a write asks for approval and does nothing by itself');

export const SHIPMENT_FIELDS = {
  shipment_id: z.string().describe('its ASN or DN'),
  state: z.enum(SHIPMENT_STATES),
  flow: z
    .enum(FLOWS)
    .describe('inbound from a supplier, outbound to a customer, direct_drop from a supplier to a client, from_rdc'),
  carrier: Named.nullable(),
  mode: z.enum(MODES).nullable(),
  route: z.string().nullable(),
  origin: z.string().nullable().describe('UN/LOCODE'),
  destination: z.string().nullable().describe('UN/LOCODE'),
  located_at: z.string().nullable().describe('UN/LOCODE of where it goes on from; null: nobody recorded it'),
  country: z.string().nullable().describe('ISO 3166, where it goes'),
  promised: z.iso.date().nullable(),
  eta: z.iso.date().nullable().describe('the day it is expected on; null: nobody said one'),
  delivered: z.iso.date().nullable(),
  why: WhyField,
  endangers: EndangersField,
};

export function shipmentFields(shipment: Shipment): z.input<z.ZodObject<typeof SHIPMENT_FIELDS>> {
  const { carrier, why, cargo } = shipment;
  return {
    ...{ shipment_id: shipment.id, state: shipment.state, flow: shipment.flow, mode: shipment.mode },
    carrier: carrier === null ? null : namedField('carrier', carrier),
    ...{ route: shipment.routeId, origin: shipment.origin, destination: shipment.destination },
    ...{ located_at: shipment.locatedAt, country: shipment.country },
    ...{ promised: shipment.promised, eta: shipment.eta, delivered: shipment.delivered },
    why:
      why === null
        ? null
        : {
            ...{ kind: why.kind, place: why.place },
            note: why.note === null ? null : untrusted('carrier', why.note),
            at: why.at.toISOString(),
          },
    endangers: { orders: [...cargo.orders], orders_total: cargo.ordersTotal, value: cargo.value.map(toWire) },
  };
}

export function nextStepField(shipment: Shipment, today: string): z.input<typeof NextStepField> {
  const step: NextStep | null = nextStep(shipment, shipment.alternative, today);
  if (step === null) return null;
  const { shipment: id = shipment.id, route } = step.arguments;
  return { tool: step.tool, arguments: { shipment: id, ...(route === undefined ? {} : { route }) }, why: step.why };
}
