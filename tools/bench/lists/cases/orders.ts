import { list, one, pages, resource, type ReadCase, type Rows } from '../case.ts';
import { COUNTS, numberOf, pad } from '../names.ts';

const order = (nth: number, { rows }: Rows): string => `SO-${pad(numberOf(nth, rows))}`;
const TABLE = 'orders.sales_order';

/** One of those that have orders: eight of ten follow one another. */
const customer = (nth: number): string => `CUS-${1 + ((10 * nth) % COUNTS.customers)}`;

export const ORDERS_CASES: readonly ReadCase[] = [
  one('get_order', TABLE, (nth, rows) => ({ order: order(nth, rows) })),
  list('find_orders', TABLE, 'first page'),
  pages('find_orders', TABLE),
  list('find_orders', TABLE, 'overdue', () => ({ overdue: true })),
  pages('find_orders', TABLE, 'overdue', { overdue: true }),
  list('find_orders', TABLE, 'by words', (nth, rows) => ({ text: `customer ${numberOf(nth, rows.rows)}` })),
  list('find_orders', TABLE, 'of a customer', (nth) => ({ customer: customer(nth) })),
  list('find_orders', TABLE, 'of an item', (nth) => ({ sku: `SKU-${1 + (nth % 99)}` })),
  list('find_orders', TABLE, 'flagged', () => ({ flagged: true })),
  list('find_orders', TABLE, 'in a state', () => ({ states: ['placed'], kind: 'sale' })),
  resource('orders://order/{id}', TABLE, true, order),
  resource('orders://upcoming', TABLE, false),
];
