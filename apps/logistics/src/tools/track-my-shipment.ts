import { dayOf, Instant, ok, refuse, untrusted, UntrustedText } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { ShipmentArgument } from '../answers/arguments.ts';
import { daysLate, daysLateExpected } from '../domain/delay.ts';
import { UNKNOWN_OWN_SHIPMENT } from '../domain/refusals.ts';
import { EVENT_KINDS, SHIPMENT_STATES } from '../domain/shipment.ts';
import { readOwnShipment, readOwnShipmentEvents, readOwnShipmentLines } from '../store/own/shipment.ts';

const LINES_MAX = 20;
const EVENTS_MAX = 30;

const LineField = z.strictObject({
  order: z.string().nullable(),
  sku: z.string().nullable(),
  description: UntrustedText.nullable(),
  quantity: z.int().nullable(),
  unit: z.string().nullable(),
});

export const trackMyShipment = defineReadTool({
  name: 'track_my_shipment',
  title: 'Track my shipment',
  description:
    'One of your own shipments by its number: where it is, what happened to it, when it was promised, when it is expected and how late that is, and what is in it.',
  scopes: ['logistics:own'],
  input: z.strictObject({ shipment: ShipmentArgument }),
  output: z.strictObject({
    shipment_id: z.string(),
    state: z.enum(SHIPMENT_STATES),
    located_at: z.string().nullable().describe('UN/LOCODE of where it was last seen; null: nobody recorded it'),
    destination: z.string().nullable().describe('UN/LOCODE'),
    country: z.string().nullable().describe('ISO 3166, where it goes'),
    promised: z.iso.date().nullable(),
    eta: z.iso.date().nullable().describe('the day it is expected on; null: nobody said one'),
    shipped: z.iso.date().nullable(),
    delivered: z.iso.date().nullable(),
    days_late: z.int().nullable().describe('after the promised day, until it was delivered or until today'),
    days_late_expected: z.int().nullable().describe('of what is under way: by its expected day, where that is worse'),
    in_full: z.boolean().nullable().describe('whether all of it arrived; null: nobody recorded it'),
    lines: z.array(LineField).describe(`the first ${LINES_MAX.toString()}`),
    events: z
      .array(z.strictObject({ kind: z.enum(EVENT_KINDS), place: z.string().nullable(), at: Instant }))
      .describe(`the newest first, ${EVENTS_MAX.toString()} at most`),
    as_of: Instant,
  }),
  async read({ shipment: id }, { tx, clock }) {
    const [shipment, lines, events] = await Promise.all([
      readOwnShipment(tx, id),
      readOwnShipmentLines(tx, id, LINES_MAX),
      readOwnShipmentEvents(tx, id, EVENTS_MAX),
    ]);
    if (shipment === undefined) return refuse(UNKNOWN_OWN_SHIPMENT);
    const { id: shipmentId, locatedAt, inFull, ...told } = shipment;
    const at = clock();
    const today = dayOf(at);
    return ok({
      ...{ shipment_id: shipmentId, ...told, located_at: locatedAt, in_full: inFull },
      days_late: daysLate(shipment, today),
      days_late_expected: daysLateExpected(shipment, today),
      lines: lines.map(({ description, ...line }) => ({
        ...line,
        description: description === null ? null : untrusted('order', description),
      })),
      events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
      as_of: at.toISOString(),
    });
  },
});
