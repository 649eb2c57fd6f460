import { type CsvTable, may, MOMENT, must, SKU, WAREHOUSE_ID, whole } from '@supercargo/imports';
import { ITEM, WAREHOUSE } from './referred.ts';

const DAY_MS = 86_400_000;

export const stock: CsvTable = {
  name: 'stock',
  about: 'how many of an item were counted in a warehouse',
  columns: [
    must('sku', SKU, 'which item'),
    must('warehouse', WAREHOUSE_ID, 'where', { into: 'warehouse_id' }),
    must('on_hand', whole(0n), 'how many were there', { type: 'bigint' }),
    may('allocated', whole(0n), 'how many of them were promised; a blank is 0', { type: 'bigint', blank: '0' }),
    must('recorded_at', MOMENT, 'when they were counted, at most one day ahead of now', { type: 'timestamptz' }),
  ],
  key: ['sku', 'warehouse'],
  together: [],
  // A count from the future would make every later one older than it.
  check: ({ recorded_at: at }) =>
    Date.parse(at ?? '') > Date.now() + DAY_MS
      ? { column: 'recorded_at', accepted: 'an instant that is at most one day ahead of now' }
      : undefined,
  references: [
    { column: 'sku', to: ITEM },
    { column: 'warehouse', to: WAREHOUSE },
  ],
  into: 'inventory.stock',
  known: ['sku', 'warehouse_id'],
  hasId: false,
  existing: 'changed',
  asOf: 'recorded_at',
  format: 1,
};
