/** Where things of this trade can stand. The database holds the same tables and refuses every other way. */

export const INVOICE_STATES = ['open', 'held', 'proposed', 'paid', 'rejected'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];
export const INVOICE_TRANSITIONS: Readonly<Record<InvoiceState, readonly InvoiceState[]>> = {
  open: ['held', 'proposed', 'rejected'],
  held: ['open', 'rejected'],
  proposed: ['open', 'held', 'paid'],
  paid: [],
  rejected: [],
};

/** Invoices that somebody still has to do something about. */
export const UNSETTLED: readonly InvoiceState[] = ['open', 'held', 'proposed'];

export const HOLD_STATES = ['open', 'released'] as const;
export type HoldState = (typeof HOLD_STATES)[number];
export const HOLD_TRANSITIONS: Readonly<Record<HoldState, readonly HoldState[]>> = { open: ['released'], released: [] };

export const HOLD_KINDS = ['duplicate', 'no_order', 'no_receipt', 'amount_differs', 'payee_differs'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export const PAYMENT_STATES = ['proposed', 'releasing', 'paid', 'failed', 'unknown', 'cancelled'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];
/** What is unknown is asked for, and never released again. */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  proposed: ['releasing', 'cancelled'],
  releasing: ['paid', 'failed', 'unknown'],
  paid: [],
  failed: [],
  unknown: ['paid', 'failed'],
  cancelled: [],
};

/** A refund begins on its way: what waits for approval is a request and no refund yet. */
export const REFUND_STATES = ['releasing', 'paid', 'failed', 'unknown'] as const;
export type RefundState = (typeof REFUND_STATES)[number];
export const REFUND_TRANSITIONS: Readonly<Record<RefundState, readonly RefundState[]>> = {
  releasing: ['paid', 'failed', 'unknown'],
  paid: [],
  failed: [],
  unknown: ['paid', 'failed'],
};
