import { sayIds, type KnownIds, type TradeRefusal } from '@supercargo/kernel';
import type { InvoiceState, PaymentState } from './states.ts';

export const UNKNOWN_INVOICE: TradeRefusal = {
  code: 'unknown_invoice',
  reason: 'there is no invoice with this id',
  field: 'invoice',
  accepted: 'an invoice_id that list_invoices or list_settlement_exceptions answered',
};

export const UNKNOWN_PAYMENT: TradeRefusal = {
  code: 'unknown_payment',
  reason: 'there is no payment with this id',
  field: 'payment',
  accepted: 'a payment_id that list_invoices, propose_payment or get_transaction_history answered',
};

export const UNKNOWN_ORDER: TradeRefusal = {
  code: 'unknown_order',
  reason: 'nothing is known here of an order with this number',
  field: 'order',
  accepted: 'the number of an order that was invoiced or paid, exactly as it is written there',
};

export const UNKNOWN_HOLD: TradeRefusal = {
  code: 'unknown_hold',
  reason: 'this invoice has no open hold of this kind',
  field: 'kind',
  accepted: 'the kind of an open hold, as list_invoices or list_settlement_exceptions answered it',
};

export function unknownPayee(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_payee',
    reason: 'there is no payee with this id',
    field: 'payee',
    accepted: sayIds(known, 'no payee is recorded yet'),
  };
}

export function notProposable(state: InvoiceState): TradeRefusal {
  const why: Readonly<Record<InvoiceState, string>> = {
    open: 'the invoice is open',
    held: 'the invoice is held; list_settlement_exceptions says why, and release_hold asks two of finance to release it',
    proposed: 'a payment of the invoice is under way already',
    paid: 'the invoice is paid',
    rejected: 'the invoice was rejected',
  };
  return { code: 'not_proposable', reason: why[state], field: 'invoice', accepted: 'an open invoice' };
}

export function notCancellable(state: PaymentState): TradeRefusal {
  return {
    code: 'not_cancellable',
    reason:
      state === 'cancelled'
        ? 'the payment is cancelled already'
        : `the payment is ${state}; money that left is not called back here`,
    field: 'payment',
    accepted: 'a payment that is proposed',
  };
}
