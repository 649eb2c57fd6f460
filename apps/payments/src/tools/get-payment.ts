import { Instant, ok, refuse, toWire, UntrustedText, untrusted, WireMoney } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { HoldField, holdField, moneyField, PayeeField, payeeField, railReferenceField } from '../answers/fields.ts';
import { PaymentId } from '../answers/names.ts';
import { PAYMENT_NEXT } from '../domain/next-step.ts';
import { payeeProblems, payeeProblemWords } from '../domain/payee.ts';
import { UNKNOWN_PAYMENT } from '../domain/refusals.ts';
import { INVOICE_STATES, PAYMENT_STATES } from '../domain/states.ts';
import { readInvoice } from '../store/invoices.ts';
import { readPayment } from '../store/payments.ts';

export const getPayment = defineReadTool({
  name: 'get_payment',
  title: 'Get a payment',
  description:
    'One payment with its invoice, what was ordered and received, the standing of its payee, and what settles it next.',
  scopes: ['payments:read'],
  input: z.strictObject({ payment: PaymentId.describe('The payment’s id, such as PAY-0F3A12B4C5D6.') }),
  output: z.strictObject({
    payment_id: z.string(),
    state: z.enum(PAYMENT_STATES),
    amount: WireMoney,
    payee: z.strictObject({
      ...PayeeField.shape,
      account_ends_in: z.string().nullable().describe('the last four characters; null: no account is recorded'),
      problems: z.array(z.string()).describe('what keeps money from it now; empty: it may be paid'),
    }),
    invoice: z.strictObject({
      invoice_id: z.string(),
      state: z.enum(INVOICE_STATES),
      payee_number: UntrustedText,
      order_number: z.string().nullable(),
      ordered: WireMoney.nullable().describe('what the order is of; null: the order is not known here'),
      received: WireMoney.nullable().describe('what was received of the order; null: nothing'),
      due_on: z.iso.date().nullable(),
      holds: z.array(HoldField),
    }),
    cost_centre: z.string().nullable(),
    proposed_by: z.string().nullable().describe('the person who asked for it; null: it came by import'),
    proposed_at: Instant,
    settled_at: Instant.nullable(),
    rail_reference: UntrustedText.nullable().describe('what the payment rail calls it'),
    why: z.string().nullable().describe('why it failed or is unknown'),
    next_step: z.string(),
    as_of: Instant,
  }),
  async read({ payment: id }, { tx, clock }) {
    const payment = await readPayment(tx, id);
    if (payment === undefined) return refuse(UNKNOWN_PAYMENT);
    const invoice = await readInvoice(tx, payment.invoiceId);
    if (invoice === undefined) return refuse(UNKNOWN_PAYMENT);
    const at = clock();
    const { payee } = invoice;
    return ok({
      ...{ payment_id: payment.id, state: payment.state, amount: toWire(payment.amount) },
      payee: {
        ...payeeField(payee.id, payee.name),
        account_ends_in: payee.accountLast4,
        problems: payeeProblems(payee, at).map((problem) => payeeProblemWords(problem, payee)),
      },
      invoice: {
        ...{ invoice_id: invoice.id, state: invoice.state, payee_number: untrusted('payee', invoice.number, 64) },
        ...{ order_number: invoice.orderNumber, ordered: moneyField(invoice.ordered) },
        ...{ received: moneyField(invoice.received), due_on: invoice.dueOn, holds: invoice.holds.map(holdField) },
      },
      ...{ cost_centre: payment.costCentreId, proposed_by: payment.proposer },
      ...{ proposed_at: payment.proposedAt.toISOString(), settled_at: payment.settledAt?.toISOString() ?? null },
      rail_reference: railReferenceField(payment.railReference),
      ...{ why: payment.why, next_step: PAYMENT_NEXT[payment.state], as_of: at.toISOString() },
    });
  },
});
