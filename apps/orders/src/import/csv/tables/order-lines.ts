import { amountIn, CURRENCY, may, must, SKU, text, UNIT, whole, type CsvTable } from '@supercargo/imports';
import { ORDER_NUMBER } from './orders.ts';

export const orderLines: CsvTable = {
  name: 'order_lines',
  about: 'what an order is of, line by line',
  columns: [
    must('order', ORDER_NUMBER, 'which order', { into: 'order_number' }),
    must('line', whole(1n, 2_147_483_647n), 'the number of the line in it', {
      ...{ into: 'line_number', type: 'integer' },
    }),
    must('sku', SKU, 'which item'),
    must('description', text(500), 'what it is, in the words of the other system'),
    may('quantity', whole(0n), 'how many; a blank where nobody recorded it', { type: 'bigint' }),
    may('unit', UNIT, 'what one of it is'),
    must('currency', CURRENCY, 'that of the order'),
    may('price', amountIn('currency'), 'of one unit', { into: 'price_minor', type: 'bigint' }),
    may('value', amountIn('currency'), 'of the line', { into: 'value_minor', type: 'bigint' }),
  ],
  key: ['order', 'line'],
  together: [],
  check: () => undefined,
  references: [
    {
      column: 'order',
      to: {
        table: 'orders.sales_order',
        by: 'number',
        accepted: 'the number of an order that is there; import orders first',
      },
    },
  ],
  into: 'orders.order_line',
  known: ['order_number', 'line_number'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
