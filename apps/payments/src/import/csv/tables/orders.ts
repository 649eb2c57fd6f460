import { amountIn, CURRENCY, DAY, may, MOMENT, must, whole, type CsvTable } from '@supercargo/imports';
import { COST_CENTRE, COST_CENTRE_ID, ORDER_NUMBER, PAYEE, PAYEE_ID } from './referred.ts';

export const payableOrders: CsvTable = {
  name: 'payable_orders',
  about: 'what was ordered of a payee: an invoice of the order is over just that',
  columns: [
    must('number', ORDER_NUMBER, 'the number of the order'),
    must('payee', PAYEE_ID, 'of whom', { into: 'payee_id' }),
    must('currency', CURRENCY, 'of the amount'),
    must('amount', amountIn('currency'), 'what the order is of', { into: 'amount_minor', type: 'bigint' }),
    may('cost_centre', COST_CENTRE_ID, 'what it is charged to', { into: 'cost_centre_id' }),
    may('ordered_on', DAY, 'when it was ordered', { type: 'date' }),
  ],
  key: ['number'],
  together: [],
  check: () => undefined,
  references: [
    { column: 'payee', to: PAYEE },
    { column: 'cost_centre', to: COST_CENTRE },
  ],
  into: 'payments.purchase_order',
  known: ['number'],
  ...{ hasId: false, existing: 'changed', format: 1 },
};

export const goodsReceipts: CsvTable = {
  name: 'goods_receipts',
  about: 'what was received of an order; what is there is never edited',
  columns: [
    must('number', ORDER_NUMBER, 'the number of the goods receipt'),
    must('order', ORDER_NUMBER, 'of which order', { into: 'order_number' }),
    must('currency', CURRENCY, 'of the amount'),
    must('amount', amountIn('currency'), 'what the goods are worth by the order', {
      into: 'amount_minor',
      type: 'bigint',
    }),
    may('quantity', whole(1n), 'how many came', { type: 'bigint' }),
    must('received_at', MOMENT, 'when they came', { type: 'timestamptz' }),
  ],
  key: ['number'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'payments.goods_receipt',
  known: ['number'],
  ...{ hasId: true, existing: 'refused', format: 1 },
};
