import type { TenantTx } from '@supercargo/tenancy';
import {
  nodesOf,
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVOICE_STATES } from '../domain/states.ts';
import { DEMO } from '../import/demo/load-demo.ts';
import { readPaid, readRefund, refundOfReturn } from './budget-refund.ts';
import { readToRelease } from './budget-release.ts';
import { listExceptions } from './exceptions.ts';
import { listInvoicesOf } from './invoice-list.ts';
import { readInvoice } from './invoices.ts';
import { readOrder, readOwed } from './order-status.ts';
import { lastPaymentsTo, payeeIds, readPayee } from './payees.ts';
import { readPayment, type Payment } from './payments.ts';
import { recordReceipt } from './receipts.ts';
import { listTransactions } from './transactions.ts';

const database = await testDatabase();
const login = 'supercargo_payments';
const planOf = await plannerOf(database, login);
const nobody = { payeeId: null, orderNumber: null };
const PROPOSED: Payment = {
  ...{ id: 'x', invoiceId: 'x', payeeId: 'x' },
  ...{
    state: 'proposed',
    payeeName: 'Payee',
    amount: { minor: 100n, currency: 'EUR' },
    costCentreId: null,
    proposer: 'mara',
  },
  ...{ proposedAt: new Date(), railReference: null, settledAt: null, why: null },
};

const keys = {
  ...{ invoice: 'payments.invoice.id', payment: 'payments.payment.id', payee: 'payments.payee.id' },
  ...{ purchase: 'payments.purchase_order.number', sale: 'payments.customer_payment.order_number' },
  ...{ paid: 'payments.customer_payment.id', refund: 'payments.refund.id', event: 'payments.hold.id' },
};

async function reads(tx: TenantTx, key: Readonly<Record<keyof typeof keys, string>>): Promise<void> {
  const { invoice, payment, payee, purchase, sale, paid, refund, event } = key;
  await Promise.all([
    // No invoices, so that holds are asked for of one alone.
    listInvoicesOf(
      tx,
      { payeeId: null, orderNumber: 'none', states: INVOICE_STATES, dueBefore: null, held: null },
      { after: null, limit: 20 },
    ),
    listTransactions(tx, { ...nobody, from: null, to: null, kind: null }, { after: null, limit: 20 }),
    listExceptions(tx, { kinds: null, payeeId: null, at: new Date() }, { after: null, limit: 20 }),
    readInvoice(tx, invoice),
    readPayment(tx, payment),
    readPayee(tx, payee),
    payeeIds(tx),
    lastPaymentsTo(tx, payee, 20),
    ...[readOrder(tx, purchase), readOrder(tx, sale), readOwed(tx, payee)],
    ...[
      readPaid(tx, { payment: paid }),
      readPaid(tx, { order: sale }),
      refundOfReturn(tx, sale),
      readRefund(tx, refund),
    ],
    readToRelease(tx, { ...PROPOSED, id: payment, invoiceId: invoice, payeeId: payee }),
  ]);
  // No event was taken here.
  await recordReceipt(tx, event).catch(() => undefined);
}

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)), 'write');

planContract({
  ...{ server: 'payments', folder: import.meta.dirname, moreThan: 15, sent, planOf },
  functions: ['payments_record_receipt'],
});

await plannedOnceContract({
  ...{ login, keys, reads, sent, how: 'write' },
  companies: { schemas: ['payments'], demo: DEMO, few: ['cost_centre', 'payee'] },
  anew: {
    payments_invoices: 'filters that may be absent',
    payments_invoices_count: 'filters that may be absent',
    payments_transactions: 'filters that may be absent',
    payments_transactions_count: 'filters that may be absent',
    payments_exceptions: 'filters that may be absent',
    payments_exceptions_count: 'filters that may be absent',
  },
});

test('the last payments of a payee come out of an index in their order, by a plan for any payee', async () => {
  const { text } = sent.find(({ name }) => name === 'payments_payee_payments') ?? { text: '' };
  const nodes = nodesOf(await planOf(text, { settings: ['enable_seqscan = off', 'enable_bitmapscan = off'] }));
  expect(nodes.map((node) => node['Index Name'])).toContain('payment_payee');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
});
