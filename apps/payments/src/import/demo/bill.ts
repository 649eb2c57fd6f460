import { addDays } from '@supercargo/kernel';
import type { DemoFacts, DemoInvoice, DemoOrder, DemoPayment, DemoReceipt } from './facts.ts';

/** One bill with its order and what was received of it, told in days before the load. */
export interface Bill {
  /** Invoice, order, receipt and payment share it: `7002` is INV-7002, PO-7002, GR-7002, PAY-7002. */
  readonly number: string;
  readonly payee: string;
  /** The payee's own number. */
  readonly billNumber: string;
  readonly amountMinor: number;
  readonly costCentre: string;
  readonly receivedDaysAgo: number;
  readonly dueInDays: number;
  /** Left out: the order is of what is billed. */
  readonly orderedMinor?: number;
  /** False: nothing was received. */
  readonly received?: boolean;
  /** How many days ago it was paid; left out: it is not. */
  readonly paidDaysAgo?: number;
}

/** An order is placed three weeks before its bill, and received two days before it. */
const ORDERED_BEFORE_DAYS = 21;
const RECEIVED_BEFORE_DAYS = 2;

export function billRows(
  bills: readonly Bill[],
  today: string,
): Pick<DemoFacts, 'orders' | 'receipts' | 'invoices' | 'payments'> {
  return {
    orders: bills.map((bill) => orderOf(bill, today)),
    receipts: bills.filter(({ received }) => received !== false).map((bill) => receiptOf(bill, today)),
    invoices: bills.map((bill) => invoiceOf(bill, today)),
    payments: bills.flatMap((bill) =>
      bill.paidDaysAgo === undefined ? [] : [paymentOf(bill, addDays(today, -bill.paidDaysAgo))],
    ),
  };
}

function orderOf(bill: Bill, today: string): DemoOrder {
  return {
    ...{ number: `PO-${bill.number}`, payee: bill.payee, amountMinor: bill.orderedMinor ?? bill.amountMinor },
    ...{ costCentre: bill.costCentre, orderedOn: addDays(today, -bill.receivedDaysAgo - ORDERED_BEFORE_DAYS) },
  };
}

function receiptOf(bill: Bill, today: string): DemoReceipt {
  const amountMinor = bill.orderedMinor ?? bill.amountMinor;
  return {
    ...{ number: `GR-${bill.number}`, order: `PO-${bill.number}`, amountMinor },
    quantity: Math.max(1, Math.round(amountMinor / 1_250)),
    receivedAt: `${addDays(today, -bill.receivedDaysAgo - RECEIVED_BEFORE_DAYS)}T10:30:00Z`,
  };
}

function invoiceOf(bill: Bill, today: string): DemoInvoice {
  return {
    ...{ id: `INV-${bill.number}`, payee: bill.payee, number: bill.billNumber, order: `PO-${bill.number}` },
    ...{ amountMinor: bill.amountMinor, costCentre: bill.costCentre },
    ...{ receivedOn: addDays(today, -bill.receivedDaysAgo), dueOn: addDays(today, bill.dueInDays) },
    state: bill.paidDaysAgo === undefined ? 'open' : 'paid',
  };
}

function paymentOf(bill: Bill, paidOn: string): DemoPayment {
  return {
    ...{ id: `PAY-${bill.number}`, invoice: `INV-${bill.number}`, payee: bill.payee, amountMinor: bill.amountMinor },
    ...{ costCentre: bill.costCentre, proposedAt: `${paidOn}T08:15:00Z`, settledAt: `${paidOn}T14:00:00Z` },
    railReference: `E2E-${bill.number}`,
  };
}
