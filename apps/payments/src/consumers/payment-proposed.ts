import { consumerOf } from '@supercargo/mcp-kit';
import * as z from 'zod';

/** What was proposed becomes a request to release it: whoever proposed it asks for it, and two others of finance decide. */
export const paymentProposed = consumerOf({
  topic: 'payment.proposed',
  payload: z.object({ payment_id: z.string() }),
  handle: async ({ payload }, { askBorn }) =>
    (await askBorn('release_payment', { payment: payload.payment_id })).outcome,
});
