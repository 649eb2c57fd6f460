import {
  amountIn,
  CURRENCY,
  DAY,
  idOf,
  may,
  MOMENT,
  must,
  text,
  type CsvTable,
  type Values,
} from '@supercargo/imports';
import { COST_CENTRE, COST_CENTRE_ID, ORDER_NUMBER, PAYEE, PAYEE_ID } from './referred.ts';

/** A bill or a payment over nothing is none. */
const overNothing = ({ amount }: Values): ReturnType<CsvTable['check']> =>
  amount === '0' ? { column: 'amount', accepted: 'an amount above zero' } : undefined;

export const invoices: CsvTable = {
  name: 'invoices',
  about: 'bills of payees; what is there is never edited, and a bill that comes twice is held',
  columns: [
    must('id', idOf('an invoice', 'INV-7002'), 'the number of the invoice here'),
    must('payee', PAYEE_ID, 'who bills', { into: 'payee_id' }),
    must('number', text(64), 'the number that the payee gave it'),
    may('order', ORDER_NUMBER, 'of which order', { into: 'order_number' }),
    must('currency', CURRENCY, 'of the amount'),
    must('amount', amountIn('currency'), 'what is billed', { into: 'amount_minor', type: 'bigint' }),
    may('cost_centre', COST_CENTRE_ID, 'what it is charged to; nothing is released without one', {
      into: 'cost_centre_id',
    }),
    may('received_on', DAY, 'when it came', { type: 'date' }),
    may('due_on', DAY, 'when it is due', { type: 'date' }),
  ],
  key: ['id'],
  together: [],
  check: overNothing,
  references: [
    { column: 'payee', to: PAYEE },
    { column: 'cost_centre', to: COST_CENTRE },
  ],
  into: 'payments.invoice',
  known: ['id'],
  ...{ hasId: false, existing: 'refused', format: 1 },
};

export const customerPayments: CsvTable = {
  name: 'customer_payments',
  about: 'what customers paid for orders; what is there is never edited',
  columns: [
    must('id', idOf('a payment', 'CP-4004'), 'the number of the payment'),
    must('order', ORDER_NUMBER, 'for which order', { into: 'order_number' }),
    must('customer', idOf('a customer', 'CUS-CARLA'), 'who paid', { into: 'customer_id' }),
    must('currency', CURRENCY, 'of the amount'),
    must('amount', amountIn('currency'), 'what was paid', { into: 'amount_minor', type: 'bigint' }),
    must('captured_at', MOMENT, 'when it was paid', { type: 'timestamptz' }),
  ],
  key: ['id'],
  together: [],
  check: overNothing,
  references: [],
  into: 'payments.customer_payment',
  known: ['id'],
  ...{ hasId: false, existing: 'refused', format: 1 },
};
