import { dayOf, ok, refuse } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { Day, OrderNumber } from '../answers/arguments.ts';
import { joinCard, splitCard } from '../answers/split-cards.ts';
import {
  NEITHER_SPLIT_NOR_JOINED,
  notSplittable,
  PROMISED_BEFORE_TODAY,
  partRefusal,
  splitRefusal,
  UNKNOWN_ORDER,
} from '../domain/refusals.ts';
import { decideSplit, isSplittable, unsplitText } from '../domain/split.ts';
import { readLines, unitsLeft } from '../store/lines.ts';
import { readOrder } from '../store/orders.ts';
import { readPart, SplitResult } from '../store/parts.ts';

/** As many as a card shows. */
const LINES_MAX = 20;

const LineToSplit = z.strictObject({
  line: z.int().min(1).max(2_147_483_647).describe('The line’s number, as get_order answers it.'),
  quantity: z.int().min(1).max(1_000_000_000).describe('How many units of it go first.'),
});

export const splitShipment = defineWriteTool({
  name: 'split_shipment',
  title: 'Split a shipment',
  description:
    'Asks to ship some of an order separately: give lines, what goes first, and promised_on, the day that it is promised for. Or give join_part alone to put such a part back together with the rest, as long as it did not ship. Nothing is split by this call: it plans, and splits once a person approves.',
  scopes: ['orders:split'],
  input: z.strictObject({
    order: OrderNumber,
    lines: z
      .array(LineToSplit)
      .min(1)
      .max(LINES_MAX)
      .optional()
      .describe(`What goes first: up to ${LINES_MAX.toString()} lines, each { line, quantity }.`),
    promised_on: Day.optional().describe('The day that it is promised for, today or later, such as 2026-12-01.'),
    join_part: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe('Instead of lines and promised_on: the part, 1 to 1,000, that ships with the rest again.'),
  }),
  reversibility: { kind: 'compensable', by: 'split_shipment', until: 'the part or the order ships' },
  execute: 'orders.split_shipment',
  async plan({ order: number, lines, promised_on: promisedOn, join_part: joinPart }, { tx, clock }) {
    const order = await readOrder(tx, number);
    if (order === undefined) return refuse(UNKNOWN_ORDER);
    if (!isSplittable(order.state)) return refuse(notSplittable(order.state));
    const guards = { order_state: order.state };
    if (joinPart !== undefined) {
      if (lines !== undefined || promisedOn !== undefined) return refuse(NEITHER_SPLIT_NOR_JOINED);
      const part = await readPart(tx, number, joinPart);
      if (part?.state !== 'open') return refuse(partRefusal(part?.state));
      return ok({
        effect: { order: number, join_part: joinPart },
        guards: { ...guards, part: part.said },
        ...{ amount: null, units: null },
        card: joinCard(order, part, clock()),
      });
    }
    if (lines === undefined || promisedOn === undefined) return refuse(NEITHER_SPLIT_NOR_JOINED);
    if (promisedOn < dayOf(clock())) return refuse(PROMISED_BEFORE_TODAY);
    const named = lines.map(({ line }) => line);
    const [known, left] = await Promise.all([readLines(tx, number, named, LINES_MAX), unitsLeft(tx, number)]);
    const decided = decideSplit(lines, known, left);
    if (!decided.ok) return refuse(splitRefusal(decided.problem));
    const asked = decided.lines.map(({ line, quantity }) => ({ line, quantity }));
    return ok({
      effect: { order: number, lines: asked, promised_on: promisedOn },
      guards: { ...guards, unsplit: unsplitText(decided.lines) },
      ...{ amount: null, units: null },
      card: splitCard(order, { lines: decided.lines, known, promisedOn }, clock()),
    });
  },
  async readBack(result, { tx }) {
    const { order, part: number } = SplitResult.parse(result);
    const part = await readPart(tx, order, number);
    if (part === undefined) return { order, part: number, part_state: 'not found' };
    return {
      ...{ order, part: number, part_state: part.state, promised_on: part.promisedOn },
      ...{ lines: part.lines.length, units: part.lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0) },
    };
  },
});
