import { amountIn, CURRENCY, idOf, may, must, SKU, text, whole, type CsvTable } from '@supercargo/imports';
import { RETURN } from './referred.ts';
import { RETURN_NUMBER } from './returns.ts';

export const returnLines: CsvTable = {
  name: 'return_lines',
  about: 'what comes back with a return',
  columns: [
    must('return', RETURN_NUMBER, 'which return', { into: 'rma_id' }),
    must('line', whole(1n, 50n), 'which line of it', { into: 'line_number', type: 'integer' }),
    must('sku', SKU, 'which item'),
    must('description', text(500), 'what it is'),
    may('category', idOf('a category', 'machines'), 'which rule of the return policy it falls under; a blank is any', {
      blank: 'any',
    }),
    must('quantity', whole(1n, 1_000_000n), 'how many', { type: 'bigint' }),
    must('currency', CURRENCY, 'of the price: that of its return', { into: null }),
    must('price', amountIn('currency'), 'of one unit', { into: 'price_minor', type: 'bigint' }),
  ],
  key: ['return', 'line'],
  together: [],
  check: ({ price }) =>
    BigInt(price ?? '0') <= 1_000_000_000n
      ? undefined
      : { column: 'price', accepted: 'a price of at most 1,000,000,000 minor units' },
  references: [{ column: 'return', to: RETURN }],
  into: 'returns.rma_line',
  known: ['rma_id', 'line_number'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
