import { ok, refuse, toWire } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { holdField, moneyField, payeeField } from '../answers/fields.ts';
import { UNKNOWN_ORDER } from '../domain/refusals.ts';
import { INVOICE_STATES } from '../domain/states.ts';
import { listInvoicesOf } from '../store/invoice-list.ts';
import { readOrder } from '../store/order-status.ts';
import { listTransactions } from '../store/transactions.ts';

const LINES_MAX = 50;

export const orderStatus: ResourceTemplate = {
  name: 'order_status',
  title: 'What was billed and paid of an order',
  description:
    'One order as Payments knows it: ordered, received, billed and paid to its payee, or paid by its customer and refunded; at most 50 lines of each.',
  uriTemplate: 'payments://order/{id}/status',
  watchable: true,
  scopes: ['payments:read'],
  async read(id, { tx, clock }) {
    const of = { payeeId: null, orderNumber: id };
    const [order, { invoices, total }, history] = await Promise.all([
      readOrder(tx, id),
      listInvoicesOf(
        tx,
        { ...of, states: INVOICE_STATES, dueBefore: null, held: null },
        { after: null, limit: LINES_MAX },
      ),
      listTransactions(tx, { ...of, from: null, to: null, kind: null }, { after: null, limit: LINES_MAX }),
    ]);
    if (order.payee === null && total === 0 && order.received.length === 0 && order.customerPayments.length === 0) {
      return refuse(UNKNOWN_ORDER);
    }
    return ok({
      order: id,
      payee: order.payee === null ? null : payeeField(order.payee.id, order.payee.name),
      ordered: moneyField(order.ordered),
      received: order.received.map(toWire),
      invoices: invoices.map((invoice) => ({
        ...{ invoice_id: invoice.id, state: invoice.state, amount: toWire(invoice.amount), due_on: invoice.dueOn },
        holds: invoice.holds.map(holdField),
        payment_id: invoice.payment?.id ?? null,
      })),
      invoices_total: total,
      customer_payments: order.customerPayments.map((paid) => ({
        ...{ id: paid.id, customer_id: paid.customerId, amount: toWire(paid.amount), refunded: toWire(paid.refunded) },
        captured_at: paid.capturedAt.toISOString(),
      })),
      transactions: history.transactions.map(({ kind, id: number, state, amount, at }) => ({
        ...{ kind, id: number, state, amount: toWire(amount), at: at.toISOString() },
      })),
      transactions_total: history.total,
      as_of: clock().toISOString(),
    });
  },
};
