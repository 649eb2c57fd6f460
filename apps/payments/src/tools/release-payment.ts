import { refuse } from '@supercargo/kernel';
import { defineWriteTool, type Instruction } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { railReferenceField } from '../answers/fields.ts';
import { payeeFields, paymentFields } from '../answers/payment-fields.ts';
import { proposeRelease } from '../answers/release-proposal.ts';
import { PaymentId } from '../answers/names.ts';
import { UNKNOWN_PAYMENT } from '../domain/refusals.ts';
import { notReleasable } from '../domain/release.ts';
import type { PaymentOrder, RailClient } from '../rail/client.ts';
import { ReleaseResult } from '../store/budget-release.ts';
import { readInvoice } from '../store/invoices.ts';
import { readPayment } from '../store/payments.ts';

const Effect = z.object({
  payment_id: z.string(),
  invoice_id: z.string(),
  payee_name: z.string(),
  account: z.string(),
});

/** What the rail is told: parts of the plan that was approved. */
function orderOf({ executionId, effect, amount, expiresAt }: Instruction): PaymentOrder {
  const { payment_id: payment, invoice_id: invoice, payee_name: name, account } = Effect.parse(effect);
  if (amount === null) throw new Error('a release has an amount');
  return { id: executionId, amount, creditor: { name, account }, reference: `${payment} ${invoice}`, expiresAt };
}

export const releasePayment = defineWriteTool({
  name: 'release_payment',
  title: 'Release a payment',
  description:
    'Asks two people of finance to release a proposed payment to its payee’s verified account. No money moves by this call: it checks the payee, the match of order, receipt and invoice, holds and what is left of every cap, shows them what would be paid, and pays exactly that once they approve.',
  scopes: ['payments:release'],
  input: z.strictObject({
    payment: PaymentId.describe('The payment’s id, as propose_payment or list_invoices answered it.'),
  }),
  reversibility: { kind: 'irreversible', why: 'the money has left; a payment is cancelled before it is released' },
  execute: 'payments.release_payment',
  remote: {
    settle: 'payments.settle_release',
    unknown: 'payments.mark_unknown',
    send: (instruction, rail: RailClient) => rail.pay(orderOf(instruction)),
    ask: (instruction, rail: RailClient) => rail.find(orderOf(instruction)),
  },
  async plan({ payment: id }, deps) {
    const payment = await readPayment(deps.tx, id);
    if (payment === undefined) return refuse(UNKNOWN_PAYMENT);
    if (payment.state !== 'proposed') return refuse(notReleasable(payment.state));
    const invoice = await readInvoice(deps.tx, payment.invoiceId);
    return invoice === undefined ? refuse(UNKNOWN_PAYMENT) : proposeRelease(payment, invoice, deps);
  },
  async readBack(result, { tx }) {
    const { payment_id: id } = ReleaseResult.parse(result);
    const payment = await readPayment(tx, id);
    const fields = paymentFields(id, payment, payeeFields);
    return payment === undefined ? fields : { ...fields, rail_reference: railReferenceField(payment.railReference) };
  },
});
