import { addDays, dayOf, ok } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { flagField } from '../answers/flag-field.ts';
import { orderFields } from '../answers/order-fields.ts';
import { openFlagsOf } from '../store/flags.ts';
import { upcomingOrders } from '../store/order-list.ts';

const ORDERS_MAX = 50;
const DAYS_AHEAD = 14;
const FLAGS_MAX = 5;

export const upcoming: ResourceTemplate = {
  name: 'upcoming',
  title: 'Upcoming orders',
  description: `Orders still to come that are overdue or promised within ${DAYS_AHEAD.toString()} days, the longest overdue first, with their open flags: at most ${ORDERS_MAX.toString()}, with the total beside them.`,
  uriTemplate: 'orders://upcoming',
  watchable: true,
  scopes: ['orders:read'],
  async read(_none, { tx, clock }) {
    const at = clock();
    const today = dayOf(at);
    const until = addDays(today, DAYS_AHEAD);
    const { orders, total, overdue } = await upcomingOrders(tx, { today, until, limit: ORDERS_MAX });
    const flagged = orders.filter(({ flagsOpen }) => flagsOpen > 0).map(({ number }) => number);
    const flags = await openFlagsOf(tx, flagged, FLAGS_MAX);
    return ok({
      orders: orders.map((order) => ({
        ...orderFields(order, today),
        flags: flags.filter((flag) => flag.order === order.number).map(flagField),
      })),
      ...{ total, overdue, until },
      more: total > orders.length ? 'find_orders with promised_before lists them all' : null,
      as_of: at.toISOString(),
    });
  },
};
