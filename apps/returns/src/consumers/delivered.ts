import { consumerOf } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { recordDelivered } from '../store/sold.ts';

/** Orders says what of a customer's order was delivered: from then on it may come back. */
export const delivered = consumerOf({
  topic: 'order.delivered',
  payload: z.object({ order_number: z.string(), line_number: z.int() }),
  handle: async (event, { tx }) => recordDelivered(tx, event.id),
});
