import { createHash } from 'node:crypto';
import { CurrencyCode, decimal, ok, refuse, type Result, type TradeRefusal } from '@supercargo/kernel';
import { defineWriteTool, type Instruction } from '@supercargo/mcp-kit';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { railReferenceField } from '../answers/fields.ts';
import { proposeRefund } from '../answers/refund-proposal.ts';
import { CustomerPaymentId, OrderNumber, ReturnId } from '../answers/names.ts';
import {
  decideRefund,
  ONE_OF_TWO,
  ORDER_NOT_PAID,
  returnRefunded,
  severalPayments,
  UNKNOWN_CUSTOMER_PAYMENT,
} from '../domain/refund.ts';
import type { PaymentOrder, RailClient } from '../rail/client.ts';
import { readPaid, readRefund, refundOfReturn, RefundResult, type Paid } from '../store/budget-refund.ts';

const Effect = z.object({ refund_id: z.string(), customer_payment_id: z.string(), customer_id: z.string() });

/** What the rail is told. A customer is paid back by the means they paid with, which the rail knows by the payment it was used for. */
function orderOf({ executionId, effect, amount, expiresAt }: Instruction): PaymentOrder {
  const { refund_id: refund, customer_payment_id: payment, customer_id: customer } = Effect.parse(effect);
  if (amount === null) throw new Error('a refund has an amount');
  const means = createHash('sha256').update(payment).digest('hex').slice(0, 30).toUpperCase();
  return {
    ...{ id: executionId, amount, creditor: { name: customer, account: `CP${means}` } },
    ...{ reference: `${refund} ${payment}`, expiresAt },
  };
}

/** The one payment that is meant. */
async function paidOf(
  tx: TenantTx,
  {
    customer_payment: payment,
    order,
  }: { readonly customer_payment?: string | undefined; readonly order?: string | undefined },
): Promise<Result<Paid, TradeRefusal>> {
  if (payment !== undefined && order === undefined) {
    const [paid] = await readPaid(tx, { payment });
    return paid === undefined ? refuse(UNKNOWN_CUSTOMER_PAYMENT) : ok(paid);
  }
  if (order === undefined || payment !== undefined) return refuse(ONE_OF_TWO);
  const [paid, ...others] = await readPaid(tx, { order });
  if (paid === undefined) return refuse(ORDER_NOT_PAID);
  return others.length === 0 ? ok(paid) : refuse(severalPayments([paid, ...others].map(({ id }) => id)));
}

export const issueRefund = defineWriteTool({
  name: 'issue_refund',
  title: 'Refund a customer',
  description:
    'Asks two people of finance to send money back to a customer, out of one payment that the customer made: never more than was paid, in its currency, by the means it was paid with. No money moves by this call: it shows them what would go back, and sends exactly that once they approve.',
  scopes: ['payments:refund'],
  input: z.strictObject({
    customer_payment: CustomerPaymentId.optional().describe(
      'The customer’s payment, such as CP-4004; or order instead.',
    ),
    order: OrderNumber.optional().describe('The order that was paid, such as SO-1004; or customer_payment instead.'),
    amount: z
      .string()
      .regex(/^\d{1,15}(\.\d{1,4})?$/, { error: 'a decimal such as 89.00 is accepted' })
      .describe('How much goes back, as a decimal in the payment’s currency, such as 89.00.'),
    currency: CurrencyCode.optional().describe(
      'The currency that is meant; refused where the customer paid in another.',
    ),
    return_id: ReturnId.optional().describe('The return it is for, such as RMA-3002: a return is refunded once.'),
  }),
  reversibility: { kind: 'irreversible', why: 'the money has left to the customer' },
  execute: 'payments.issue_refund',
  remote: {
    settle: 'payments.settle_refund',
    unknown: 'payments.mark_unknown',
    send: (instruction, rail: RailClient) => rail.pay(orderOf(instruction)),
    ask: (instruction, rail: RailClient) => rail.find(orderOf(instruction)),
  },
  async plan(input, deps) {
    const { tx } = deps;
    const paid = await paidOf(tx, input);
    if (!paid.ok) return paid;
    const { amount, currency, return_id: returnId } = input;
    const before = returnId === undefined ? undefined : await refundOfReturn(tx, returnId);
    if (before !== undefined) return refuse(returnRefunded(before));
    const decided = decideRefund(paid.value, { amount, currency });
    if (!decided.ok) return decided;
    return proposeRefund(paid.value, decided.value, returnId ?? null, deps);
  },
  async readBack(result, { tx }) {
    const { refund_id: id } = RefundResult.parse(result);
    const refund = await readRefund(tx, id);
    if (refund === undefined) return { refund_id: id, refund_state: 'not found' };
    return {
      ...{ refund_id: refund.id, refund_state: refund.state, customer_payment_id: refund.customerPaymentId },
      ...{ customer_id: refund.customerId, amount: decimal(refund.amount), currency: refund.amount.currency },
      rail_reference: railReferenceField(refund.railReference),
    };
  },
});
