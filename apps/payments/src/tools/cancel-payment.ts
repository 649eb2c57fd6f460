import { ok, refuse, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { sayPayee } from '../answers/fields.ts';
import { PaymentId } from '../answers/names.ts';
import { paymentFields } from '../answers/payment-fields.ts';
import { notCancellable, UNKNOWN_PAYMENT } from '../domain/refusals.ts';
import { PAYMENT_TRANSITIONS } from '../domain/states.ts';
import { PaymentResult, readPayment } from '../store/payments.ts';

export const cancelPayment = defineWriteTool({
  name: 'cancel_payment',
  title: 'Cancel a payment',
  description:
    'Asks to take back a payment that is proposed and not released. A request to release it that waits can then no longer be executed. Nothing is cancelled by this call: it plans, and cancels once a person approves.',
  scopes: ['payments:propose'],
  input: z.strictObject({ payment: PaymentId.describe('The payment’s id, such as PAY-0F3A12B4C5D6.') }),
  reversibility: { kind: 'compensable', by: 'propose_payment', until: 'its invoice is held, paid or rejected' },
  execute: 'payments.cancel_payment',
  async plan({ payment: id }, { tx }) {
    const payment = await readPayment(tx, id);
    if (payment === undefined) return refuse(UNKNOWN_PAYMENT);
    if (!PAYMENT_TRANSITIONS[payment.state].includes('cancelled')) return refuse(notCancellable(payment.state));
    const { amount, invoiceId, payeeId, payeeName } = payment;
    return ok({
      effect: { payment_id: id },
      guards: { payment_state: payment.state },
      amount: null,
      units: null,
      card: {
        sentence: `Cancel the proposed payment ${id} of ${spoken(amount)} to ${sayPayee({ id: payeeId, name: payeeName })} for invoice ${invoiceId}.`,
        changes: [{ what: `Payment ${id}`, before: payment.state, after: 'cancelled' }],
        guards: [{ fact: 'the payment', value: `is ${payment.state}` }],
        facts: [
          { fact: 'Proposed by', value: payment.proposer ?? 'an import', as_of: payment.proposedAt.toISOString() },
        ],
        flags: [],
        undo: 'propose_payment proposes it again while the invoice is open',
      },
    });
  },
  async readBack(result, { tx }) {
    const { payment_id: id } = PaymentResult.parse(result);
    return paymentFields(id, await readPayment(tx, id));
  },
});
