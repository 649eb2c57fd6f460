import { list, one, pages, resource, type ReadCase, type Rows } from '../case.ts';
import { COUNTS, numberOf, pad } from '../names.ts';

const payee = (nth: number): string => `SUP-${1 + (nth % COUNTS.payees)}`;
/** Of three invoices that follow one another the first has a payment. */
const payment = (nth: number, { rows }: Rows): string => `PAY-${pad(3 * numberOf(nth, Math.ceil(rows / 3)) - 2)}`;
const order = (nth: number, { rows }: Rows): string => `PO-${numberOf(nth, Math.ceil(rows / 10))}`;
const INVOICE = 'payments.invoice';
const PAYMENT = 'payments.payment';
const HOLD = 'payments.hold';
const ALL = ['open', 'held', 'proposed', 'paid', 'rejected'];

export const PAYMENTS_CASES: readonly ReadCase[] = [
  one('get_payment', PAYMENT, (nth, rows) => ({ payment: payment(nth, rows) })),
  one('check_budget', PAYMENT, (nth, rows) => ({ payment: payment(nth, rows) })),
  list('list_invoices', INVOICE, 'first page'),
  pages('list_invoices', INVOICE),
  pages('list_invoices', INVOICE, 'all states', { states: ALL }),
  list('list_invoices', INVOICE, 'of a payee', (nth) => ({ payee: payee(nth) })),
  list('list_invoices', INVOICE, 'held', () => ({ held: true })),
  list('list_invoices', INVOICE, 'of an order', (nth, rows) => ({ states: ALL, order: order(nth, rows) })),
  list('list_settlement_exceptions', HOLD, 'first page'),
  pages('list_settlement_exceptions', HOLD),
  list('list_settlement_exceptions', HOLD, 'of a payee', (nth) => ({ payee: payee(nth) })),
  list('get_transaction_history', PAYMENT, 'first page'),
  pages('get_transaction_history', PAYMENT),
  list('get_transaction_history', PAYMENT, 'of a payee', (nth) => ({ payee: payee(nth) })),
  list('get_transaction_history', PAYMENT, 'of an order', (nth, rows) => ({ order: order(nth, rows) })),
  resource('payments://order/{id}/status', 'payments.purchase_order', true, order),
  resource('payments://payee/{id}', 'payments.payee', true, payee),
];
