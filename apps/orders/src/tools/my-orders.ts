import { dayOf, Instant, ok, refuse } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { PlaceNumber } from '../answers/arguments.ts';
import { OWN_ORDER_FIELDS, ownOrderFields } from '../answers/own-order.ts';
import { ORDER_STATES } from '../domain/order.ts';
import { listOwnOrders } from '../store/own/orders.ts';

const Place = z.tuple([z.iso.date().refine((day) => day >= '0001'), PlaceNumber]);

export const myOrders = defineReadTool({
  name: 'my_orders',
  title: 'My orders',
  description:
    'Your own orders, the latest promised day first: where each stands, when it was promised, whether it is late, what it is worth and which shipment carries it.',
  scopes: ['orders:own'],
  input: z.strictObject({
    states: z
      .array(z.enum(ORDER_STATES))
      .min(1)
      .max(ORDER_STATES.length)
      .optional()
      .describe('Only orders in these states: placed, allocated, shipped, delivered, cancelled.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    orders: z.array(z.strictObject(OWN_ORDER_FIELDS)),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ states, limit, cursor }, { tx, clock }) {
    const after = readCursor('my_orders', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const { orders, total } = await listOwnOrders(tx, {
      states: states ?? null,
      after: after === null ? null : { dueOn: after[0], number: after[1] },
      limit: limit + 1,
    });
    const { page, endsAt } = pageOf(orders, limit);
    return ok({
      orders: page.map((order) => ownOrderFields(order, dayOf(at))),
      total,
      next_cursor: endsAt === null ? null : cursorOf('my_orders', [endsAt.dueOn, endsAt.number]),
      as_of: at.toISOString(),
    });
  },
});
