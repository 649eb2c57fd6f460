import { dayOf, Instant, ok, refuse, toWire, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { OrderNumber } from '../answers/arguments.ts';
import { OWN_ORDER_FIELDS, ownOrderFields } from '../answers/own-order.ts';
import { PART_STATES } from '../domain/part.ts';
import { UNKNOWN_OWN_ORDER } from '../domain/refusals.ts';
import { readOwnLines, readOwnOrder, readOwnParts, type OwnLine, type OwnPart } from '../store/own/orders.ts';

const LINES_MAX = 100;
const PARTS_MAX = 50;

const LineField = z.strictObject({
  line: z.int(),
  sku: z.string(),
  description: UntrustedText,
  unit: z.string().nullable(),
  quantity: z.int().nullable().describe('null: not recorded, which is not zero'),
  price: WireMoney.nullable(),
  value: WireMoney.nullable(),
});

const PartField = z.strictObject({
  part: z.int(),
  state: z.enum(PART_STATES),
  promised_on: z.iso.date().nullable(),
  delivered_on: z.iso.date().nullable(),
  shipment_id: z.string().nullable(),
  lines: z.array(z.strictObject({ line: z.int(), quantity: z.int().nullable() })),
});

function lineField({ description, price, value, ...line }: OwnLine): z.input<typeof LineField> {
  return {
    ...line,
    description: untrusted('order', description),
    price: price === null ? null : toWire(price),
    value: value === null ? null : toWire(value),
  };
}

function partField({ shipment_number: shipment, ...part }: OwnPart): z.input<typeof PartField> {
  return { ...part, shipment_id: shipment, lines: [...part.lines] };
}

export const myOrder = defineReadTool({
  name: 'my_order',
  title: 'My order',
  description: 'One of your own orders whole: its lines, and what of it ships separately, each with its own promise.',
  scopes: ['orders:own'],
  input: z.strictObject({ order: OrderNumber }),
  output: z.strictObject({
    ...OWN_ORDER_FIELDS,
    order_lines: z.array(LineField).max(LINES_MAX).describe(`at most ${LINES_MAX.toString()} of its lines`),
    parts: z.array(PartField).max(PARTS_MAX).describe('what ships separately; the rest ships with the order'),
    as_of: Instant,
  }),
  async read({ order: number }, { tx, clock }) {
    const [order, lines, parts] = await Promise.all([
      readOwnOrder(tx, number),
      readOwnLines(tx, number, LINES_MAX),
      readOwnParts(tx, number, PARTS_MAX),
    ]);
    if (order === undefined) return refuse(UNKNOWN_OWN_ORDER);
    const at = clock();
    return ok({
      ...ownOrderFields(order, dayOf(at)),
      order_lines: lines.map(lineField),
      parts: parts.map(partField),
      as_of: at.toISOString(),
    });
  },
});
