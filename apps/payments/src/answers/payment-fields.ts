import { decimal, untrusted } from '@supercargo/kernel';
import type { ReadBack } from '@supercargo/mcp-kit';
import type { Payment } from '../store/payments.ts';

/** What became of a payment, read back: which it is, what else is to be said of it, and how much. */
export function paymentFields(
  id: string,
  payment: Payment | undefined,
  more: (payment: Payment) => ReadBack = () => ({}),
): ReadBack {
  if (payment === undefined) return { payment_id: id, payment_state: 'not found' };
  return {
    ...{ payment_id: payment.id, payment_state: payment.state, invoice_id: payment.invoiceId },
    ...more(payment),
    ...{ amount: decimal(payment.amount), currency: payment.amount.currency },
  };
}

/** Whom a payment goes to. */
export function payeeFields({ payeeId, payeeName }: Payment): ReadBack {
  return { payee_id: payeeId, payee: untrusted('payee', payeeName, 200) };
}
