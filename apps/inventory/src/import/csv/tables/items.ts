import {
  amountIn,
  type CsvTable,
  CURRENCY,
  may,
  MOMENT,
  must,
  SKU,
  SUPPLIER_ID,
  text,
  UNIT,
  whole,
} from '@supercargo/imports';
import { SUPPLIER } from './referred.ts';

export const items: CsvTable = {
  name: 'items',
  about: 'what the company keeps, and how it buys it',
  columns: [
    must('sku', SKU, 'which item it is'),
    must('description', text(500), 'what it is, in the words of whoever sells it'),
    must('unit', UNIT, 'what one of it is'),
    may('supplier', SUPPLIER_ID, 'who sells it', { into: 'supplier_id' }),
    may('currency', CURRENCY, 'of the price'),
    may('price', amountIn('currency'), 'of one unit', { into: 'price_minor', type: 'bigint' }),
    may('price_as_of', MOMENT, 'since when that is the price', { type: 'timestamptz' }),
    may('lead_time_days', whole(0n, 3_650n), 'from order to delivery', { type: 'integer' }),
    may('reorder_point', whole(0n), 'at or below how many it is low', { type: 'bigint' }),
    may('safety_stock', whole(0n), 'how many are kept for what nobody foresees', { type: 'bigint' }),
  ],
  key: ['sku'],
  // A new price beside the old day, or in the old currency, would be a price that nobody asked.
  together: [['currency', 'price', 'price_as_of']],
  check: ({ price = null, currency = null, price_as_of: asOf = null }) => {
    if ((price === null) !== (currency === null)) {
      return { column: 'currency', accepted: 'one where there is a price, none where there is none, and nothing else' };
    }
    return price === null && asOf !== null
      ? { column: 'price_as_of', accepted: 'a blank where there is no price' }
      : undefined;
  },
  references: [{ column: 'supplier', to: SUPPLIER }],
  into: 'inventory.item',
  known: ['sku'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
