import { promptContract } from '@supercargo/testing';
import { FlagField } from '../answers/flag-field.ts';
import { ORDER_WHOLE } from '../answers/order-whole.ts';
import { FLAG_KINDS } from '../domain/flag.ts';
import { ORDER_STATES } from '../domain/order.ts';
import { findOrders } from '../tools/find-orders.ts';
import { orders } from '../server.ts';

/** Words of answers and arguments that the texts rely on, beside the names of tools. */
const MEMBERS = [
  ...Object.keys(ORDER_WHOLE),
  ...Object.keys(FlagField.shape),
  ...Object.keys(findOrders.input.shape),
  ...[...FLAG_KINDS, 'next_cursor'],
];

promptContract({
  definition: orders,
  folder: new URL('.', import.meta.url),
  members: MEMBERS,
  states: { of: 'a request or an order', names: ORDER_STATES },
});
