import { dayOf, Instant, toWire, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { daysLate, daysLateExpected } from '../domain/delay.ts';
import { eventsOf, linesOf, reroutesOf } from '../store/history.ts';
import { readShipment, type Shipment } from '../store/shipments.ts';
import { EventField, eventField, LineField, lineField, RerouteField, rerouteField } from './history-fields.ts';
import { Named, namedField, NextStepField, nextStepField, SHIPMENT_FIELDS, shipmentFields } from './shipment-fields.ts';

const LINES_MAX = 20;
const EVENTS_MAX = 30;
const REROUTES_MAX = 10;

/** One shipment, whole: what track_shipment answers and what the resource of a shipment holds. */
export const ShipmentAnswer = z.strictObject({
  ...SHIPMENT_FIELDS,
  days_late: z
    .int()
    .nullable()
    .describe('after the promised day, until it was delivered or until today; null: no day was promised'),
  days_late_expected: z.int().nullable().describe('of what is under way: by its expected day, where that is worse'),
  shipped: z.iso.date().nullable(),
  in_full: z.boolean().nullable().describe('whether all of it arrived; null: nobody recorded it'),
  customer: z.string().nullable(),
  supplier: Named.nullable(),
  incoterm: z.string().nullable(),
  weight_kg: z.number().nullable(),
  weight_note: UntrustedText.nullable().describe('what the source said in the place of a weight'),
  freight: WireMoney.nullable(),
  freight_note: UntrustedText.nullable().describe(
    'what the source said in the place of an amount: why none was captured',
  ),
  driver: Named.nullable(),
  lines: z.array(LineField).describe(`the first ${LINES_MAX.toString()}`),
  lines_total: z.int(),
  events: z.array(EventField).describe(`the newest first, ${EVENTS_MAX.toString()} at most`),
  events_total: z.int(),
  reroutes: z.array(RerouteField).describe('the newest first; cancel_reroute takes back the newest active one'),
  next_step: NextStepField,
  as_of: Instant,
});

function costFields({
  weightGrams,
  weightSaid,
  freight,
  freightSaid,
}: Shipment): Pick<z.input<typeof ShipmentAnswer>, 'weight_kg' | 'weight_note' | 'freight' | 'freight_note'> {
  return {
    weight_kg: weightGrams === null ? null : Number(weightGrams) / 1_000,
    weight_note: weightSaid === null ? null : untrusted('source', weightSaid, 200),
    freight: freight === null ? null : toWire(freight),
    freight_note: freightSaid === null ? null : untrusted('source', freightSaid, 200),
  };
}

/** A shipment by its id, as of an instant; undefined where there is none. */
export async function readShipmentAnswer(
  tx: TenantTx,
  id: string,
  at: Date,
): Promise<z.input<typeof ShipmentAnswer> | undefined> {
  const [shipment, lines, { events, total }, reroutes] = await Promise.all([
    readShipment(tx, id),
    linesOf(tx, id, LINES_MAX),
    eventsOf(tx, id, EVENTS_MAX),
    reroutesOf(tx, id, REROUTES_MAX),
  ]);
  if (shipment === undefined) return undefined;
  const today = dayOf(at);
  return {
    ...shipmentFields(shipment),
    days_late: daysLate(shipment, today),
    days_late_expected: daysLateExpected(shipment, today),
    ...{ shipped: shipment.shipped, in_full: shipment.inFull, customer: shipment.customerId },
    supplier: shipment.supplier === null ? null : namedField('supplier', shipment.supplier),
    incoterm: shipment.incoterm,
    ...costFields(shipment),
    driver: shipment.driver === null ? null : namedField('transport system', shipment.driver),
    lines: lines.map(lineField),
    lines_total: shipment.cargo.linesTotal,
    events: events.map(eventField),
    events_total: total,
    reroutes: reroutes.map(rerouteField),
    next_step: nextStepField(shipment, today),
    as_of: at.toISOString(),
  };
}
