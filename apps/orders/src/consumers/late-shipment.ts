import { consumerOf } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { flagDelayed } from '../store/late-shipments.ts';

/** Logistics says that a shipment is late: the orders that it carries are flagged, with its number. */
export const lateShipment = consumerOf({
  topic: 'shipment.delayed',
  payload: z.object({
    shipment_id: z.string(),
    order_numbers: z.array(z.string()),
    expected: z.iso.date().nullable(),
    days_late: z.int(),
    why: z.string().nullable(),
  }),
  handle: async (event, { tx }) => flagDelayed(tx, event.id),
});
