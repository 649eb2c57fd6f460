import { supplierIdOf, type ScmsLine, type ScmsTrade } from '@supercargo/imports';
import { writeHistory } from './store/write.ts';

/** What an order can be called here. Another number is no number of one. */
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,57}$/;

/** Orders of the distribution centre are stock orders: nobody bills them. */
function rowOf(line: ScmsLine): Readonly<Record<string, string | number | null>> {
  if (line.kind !== 'purchase' || !NUMBER.test(line.orderNumber)) return { order_number: null };
  return {
    order_number: line.orderNumber,
    ...{ payee_id: supplierIdOf(line.vendor), payee_name: line.vendor },
    value_minor: (line.valueCents ?? 0n).toString(),
    ...{ ordered_on: line.orderedOn, delivered_on: line.deliveredOn },
  };
}

export type Rows = 'payees' | 'orders' | 'receipts' | 'invoices';
export type Counts = 'billedMinor' | 'ordersWithoutValue';

/**
 * The delivery history as what it implies of payables: its vendors as payees, of whom nobody verified anything; each purchase order with what was
 * delivered of it; and one invoice for each order and vendor, over the sum of its lines. The file says nothing of bills, dates of them or
 * payments: invoices are open, and have no dates.
 */
export const SCMS: ScmsTrade<Rows, Counts> = { format: 1, keepsColumns: false, rowOf, write: writeHistory };
