import type { CustomerSide } from '@supercargo/mcp-kit';
import { myPayments } from './tools/my-payments.ts';

/** Payments, for customers: what they paid and what goes back to them, and nothing of anybody else. */
export const customers: CustomerSide = {
  instructions: [
    'What you paid for your own orders and what goes back to you. Nothing is paid or asked for here.',
    'The return_id of a refund is the rma_id that my_returns of the Returns server answers.',
  ].join(' '),
  tools: [myPayments],
  scopes: ['payments:own'],
};
