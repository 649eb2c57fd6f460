import { consumerOf } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { recordReceipt } from '../store/receipts.ts';

/** What was received is one side of the three-way match. The database reads the event itself. */
export const purchaseOrderReceived = consumerOf({
  topic: 'purchase_order.received',
  payload: z.object({}),
  handle: (event, { tx }) => recordReceipt(tx, event.id),
});
