import {
  type CsvTable,
  DOCUMENT_NUMBER,
  may,
  MOMENT,
  must,
  oneOf,
  SIGNED,
  SKU,
  text,
  WAREHOUSE_ID,
} from '@supercargo/imports';
import { ITEM, WAREHOUSE } from './referred.ts';

const ARRIVING: ReadonlySet<string | null | undefined> = new Set(['receipt', 'transfer_in']);
const LEAVING: ReadonlySet<string | null | undefined> = new Set(['issue', 'transfer_out']);

export const movements: CsvTable = {
  name: 'movements',
  about: 'every change of stock, as it happened; what is there is never edited',
  columns: [
    must('movement', DOCUMENT_NUMBER, 'the number that the other system knows this movement by, and no other', {
      into: null,
    }),
    must('sku', SKU, 'which item'),
    must('warehouse', WAREHOUSE_ID, 'where', { into: 'warehouse_id' }),
    must('kind', oneOf(['receipt', 'issue', 'transfer_in', 'transfer_out', 'adjustment']), 'why the stock changed'),
    must('quantity', SIGNED, 'how many: above zero what arrives, below zero what leaves', { type: 'bigint' }),
    must('occurred_at', MOMENT, 'when', { type: 'timestamptz' }),
    may('reference', DOCUMENT_NUMBER, 'the document it belongs to, such as a delivery note'),
    may('reason', text(500), 'what somebody wrote about it'),
  ],
  key: ['movement'],
  together: [],
  check: ({ kind, quantity }) => {
    const units = BigInt(quantity ?? '0');
    if (units === 0n) return { column: 'quantity', accepted: 'a whole number other than zero' };
    if (ARRIVING.has(kind) && units < 0n) {
      return { column: 'quantity', accepted: `for ${kind ?? ''} a number above zero` };
    }
    if (LEAVING.has(kind) && units > 0n) {
      return { column: 'quantity', accepted: `for ${kind ?? ''} a number below zero` };
    }
    return undefined;
  },
  references: [
    { column: 'sku', to: ITEM },
    { column: 'warehouse', to: WAREHOUSE },
  ],
  into: 'inventory.movement',
  known: ['id'],
  hasId: true,
  existing: 'refused',
  format: 1,
};
