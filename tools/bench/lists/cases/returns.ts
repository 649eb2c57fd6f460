import { list, one, pages, resource, type ReadCase, type Rows } from '../case.ts';
import { COUNTS, numberOf, pad } from '../names.ts';

const rma = (nth: number, { rows }: Rows): string => `RMA-${pad(numberOf(nth, rows))}`;
const TABLE = 'returns.rma';
const ALL = ['requested', 'approved', 'rejected', 'cancelled', 'label_issued', 'received', 'closed'];

export const RETURNS_CASES: readonly ReadCase[] = [
  one('get_return', TABLE, (nth, rows) => ({ rma_id: rma(nth, rows) })),
  list('list_returns', TABLE, 'first page'),
  pages('list_returns', TABLE),
  pages('list_returns', TABLE, 'all states', { states: ALL }),
  list('list_returns', TABLE, 'of a customer', (nth) => ({
    states: ALL,
    customer: `CUS-${1 + (nth % COUNTS.customers)}`,
  })),
  list('list_returns', TABLE, 'for a reason', () => ({ reason: 'damaged', older_than_days: 7 })),
  list('list_returns', TABLE, 'by value', () => ({ value_over: '300.00' })),
  resource('returns://rma/{id}', TABLE, true, rma),
  resource('returns://policy', 'returns.return_policy', false),
];
