import { decimal } from '@supercargo/kernel';
import { consumerOf } from '@supercargo/mcp-kit';
import * as z from 'zod';

/** An approved return becomes a request to refund what its customer paid for the order: two people of finance decide it, as every refund. */
export const returnApproved = consumerOf({
  topic: 'return.approved',
  payload: z.object({
    return_id: z.string(),
    order_number: z.string(),
    amount_minor: z.string().regex(/^\d{1,18}$/),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  handle: async ({ payload }, { askBorn }) => {
    const { return_id: returnId, order_number: order, amount_minor: minor, currency } = payload;
    const amount = decimal({ minor: BigInt(minor), currency });
    const { outcome } = await askBorn('issue_refund', { order, amount, currency, return_id: returnId });
    return outcome;
  },
});
