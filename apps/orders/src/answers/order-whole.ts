import { dayOf, Instant, toWire, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { nextStep, STEPS } from '../domain/next-step.ts';
import { PART_STATES } from '../domain/part.ts';
import { flagsOfOrder, openLateFlag, type Flag } from '../store/flags.ts';
import { readLines, type Line } from '../store/lines.ts';
import { readOrder, type Order } from '../store/orders.ts';
import { partsOfOrder, type Part } from '../store/parts.ts';
import { FlagField, flagField } from './flag-field.ts';
import { ORDER_FIELDS, orderFields } from './order-fields.ts';

const LINES_MAX = 100;
const PARTS_MAX = 50;
const FLAGS_MAX = 50;

const LineField = z.strictObject({
  line: z.int(),
  sku: z.string(),
  description: UntrustedText,
  unit: z.string().nullable(),
  quantity: z.int().nullable().describe('null: not recorded, which is not zero'),
  with_order: z.int().nullable().describe('what of it is in no part and ships with the order'),
  price: WireMoney.nullable(),
  value: WireMoney.nullable(),
});

const PartField = z.strictObject({
  part: z.int(),
  state: z.enum(PART_STATES),
  promised_on: z.iso.date().nullable(),
  delivered_on: z.iso.date().nullable(),
  overdue: z.boolean(),
  shipment_id: z.string().nullable(),
  lines: z.array(z.strictObject({ line: z.int(), sku: z.string(), quantity: z.int().nullable() })),
});

const ShipmentField = z.strictObject({
  shipment_id: z.string(),
  part: z.int().nullable().describe('the part that it carries; null: the order, or what is in no part'),
  late: z.boolean().describe('an open flag says so'),
});

/** An order with everything that is recorded of it. */
export const ORDER_WHOLE = {
  ...ORDER_FIELDS,
  order_lines: z.array(LineField).max(LINES_MAX).describe(`at most ${LINES_MAX.toString()} of its lines`),
  parts: z.array(PartField).max(PARTS_MAX).describe('what ships separately, each with its own promise'),
  flags: z.array(FlagField).max(FLAGS_MAX).describe('the open ones first'),
  shipments: z.array(ShipmentField).describe('as far as they are known here; logistics knows where they are'),
  next_step: z.strictObject({ step: z.enum(STEPS), why: z.string() }),
  as_of: Instant,
};

function lineField(line: Line): z.input<typeof LineField> {
  return {
    ...{ line: line.line, sku: line.sku, description: untrusted('order', line.description), unit: line.unit },
    ...{ quantity: line.quantity, with_order: line.unsplit },
    price: line.price === null ? null : toWire(line.price),
    value: line.value === null ? null : toWire(line.value),
  };
}

function partField(part: Part, today: string): z.input<typeof PartField> {
  const isComing = part.state === 'open' || part.state === 'shipped';
  return {
    ...{ part: part.part, state: part.state, promised_on: part.promisedOn, delivered_on: part.deliveredOn },
    overdue: isComing && part.promisedOn !== null && part.promisedOn < today,
    shipment_id: part.shipmentNumber,
    lines: part.lines.map(({ line, sku, quantity }) => ({ line, sku, quantity })),
  };
}

function shipmentsOf(order: Order, parts: readonly Part[], flags: readonly Flag[]): z.input<typeof ShipmentField>[] {
  const late = new Set(
    flags.flatMap(({ state, shipmentNumber }) => (state === 'open' && shipmentNumber !== null ? [shipmentNumber] : [])),
  );
  const carrying = [
    ...(order.shipmentNumber === null ? [] : [{ shipment_id: order.shipmentNumber, part: null }]),
    ...parts.flatMap(({ part, shipmentNumber }) =>
      shipmentNumber === null ? [] : [{ shipment_id: shipmentNumber, part }],
    ),
  ];
  const known = new Set(carrying.map(({ shipment_id: id }) => id));
  const told = [...late].filter((id) => !known.has(id)).map((id) => ({ shipment_id: id, part: null }));
  return [...carrying, ...told].map((shipment) => ({ ...shipment, late: late.has(shipment.shipment_id) }));
}

/** The order of this number, whole; undefined where there is none. */
export async function orderWhole(
  tx: TenantTx,
  number: string,
  at: Date,
): Promise<z.input<z.ZodObject<typeof ORDER_WHOLE>> | undefined> {
  const [order, lines, parts, flags, late] = await Promise.all([
    readOrder(tx, number),
    readLines(tx, number, null, LINES_MAX),
    partsOfOrder(tx, number, PARTS_MAX),
    flagsOfOrder(tx, number, FLAGS_MAX),
    openLateFlag(tx, number),
  ]);
  if (order === undefined) return undefined;
  const today = dayOf(at);
  const { state, promisedOn, flagsOpen } = order;
  return {
    ...orderFields(order, today),
    order_lines: lines.map(lineField),
    parts: parts.map((part) => partField(part, today)),
    flags: flags.map(flagField),
    shipments: shipmentsOf(order, parts, flags),
    next_step: nextStep({ state, promisedOn, today, late: late ?? null, flagsOpen }),
    as_of: at.toISOString(),
  };
}
