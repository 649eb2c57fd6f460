import { dayOf, Instant, ok, refuse, Sku } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  searchText,
  UNKNOWN_CURSOR,
  wordsOf,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { CustomerId, Day, PlaceNumber } from '../answers/arguments.ts';
import { refusalOfFilters } from '../answers/filters.ts';
import { FlagField, flagField } from '../answers/flag-field.ts';
import { ORDER_FIELDS, orderFields } from '../answers/order-fields.ts';
import { ORDER_KINDS, ORDER_STATES } from '../domain/order.ts';
import { openFlagsOf } from '../store/flags.ts';
import { listOrders } from '../store/order-list.ts';

/** Flags that a row shows; its flags_open says whether there are more. */
const FLAGS_MAX = 5;

/** The year 0, which the calendar of the database does not have, is no place in a list. */
const Place = z.tuple([z.iso.date().refine((day) => day >= '0001'), PlaceNumber]);

export const findOrders = defineReadTool({
  name: 'find_orders',
  title: 'Find orders',
  description:
    'Orders by words, customer, kind, state, item, promise or flag, with their open flags. The latest promised day first, before it what has none; of overdue orders, or with promised_before, the longest promised first.',
  scopes: ['orders:read'],
  input: z.strictObject({
    text: searchText('the order’s number, its customer’s or vendor’s name, its place, project or shipments'),
    customer: CustomerId.optional().describe('Only orders of this customer, by its id, such as CUS-CARLA.'),
    kind: z.enum(ORDER_KINDS).optional().describe('Only orders of this kind: sale, purchase, stock.'),
    states: z
      .array(z.enum(ORDER_STATES))
      .min(1)
      .max(ORDER_STATES.length)
      .optional()
      .describe('Only orders in these states: placed, allocated, shipped, delivered, cancelled.'),
    sku: Sku.optional().describe('Only orders with a line of this item, by its SKU, such as COF-1KG.'),
    promised_before: Day.optional().describe('Only orders promised for a day before this one, such as 2026-12-01.'),
    overdue: z.boolean().optional().describe('true: only orders still to come that were promised before today.'),
    flagged: z.boolean().optional().describe('true: only orders with an open flag; false: only those without one.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    orders: z.array(z.strictObject({ ...ORDER_FIELDS, flags: z.array(FlagField).max(FLAGS_MAX) })),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ text, customer, kind, states, sku, promised_before: before, overdue, flagged, limit, cursor }, deps) {
    const { tx, clock } = deps;
    const oldestFirst = overdue === true || before !== undefined;
    const list = oldestFirst ? 'find_orders/oldest' : 'find_orders';
    const after = readCursor(list, Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const today = dayOf(at);
    const [refusal, { orders, total }] = await Promise.all([
      refusalOfFilters(tx, { customer, sku }),
      listOrders(
        tx,
        {
          words: text === undefined ? null : wordsOf(text),
          ...{ customerId: customer ?? null, kind: kind ?? null, states: states ?? null, sku: sku ?? null },
          promisedBefore: before ?? null,
          overdueOn: overdue === true ? today : null,
          isFlagged: flagged ?? null,
        },
        { after: after === null ? null : { dueOn: after[0], number: after[1] }, limit: limit + 1, oldestFirst },
      ),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(orders, limit);
    const flags = await openFlagsOf(
      tx,
      page.filter(({ flagsOpen }) => flagsOpen > 0).map(({ number }) => number),
      FLAGS_MAX,
    );
    return ok({
      orders: page.map((order) => ({
        ...orderFields(order, today),
        flags: flags.filter((flag) => flag.order === order.number).map(flagField),
      })),
      total,
      next_cursor: endsAt === null ? null : cursorOf(list, [endsAt.dueOn, endsAt.number]),
      as_of: at.toISOString(),
    });
  },
});
