import { may, must, type CsvTable } from '../table.ts';
import {
  amountIn,
  CURRENCY,
  DAY,
  DOCUMENT_NUMBER,
  isAmount,
  MOMENT,
  oneOf,
  SKU,
  SUPPLIER_ID,
  WAREHOUSE_ID,
  whole,
} from '../values.ts';

export const purchaseOrders: CsvTable = {
  name: 'purchase_orders',
  about: 'what was ordered in the other system; orders that were made here are not touched',
  columns: [
    must('number', DOCUMENT_NUMBER, 'the number that the other system gave the order'),
    must('sku', SKU, 'which item'),
    must('supplier', SUPPLIER_ID, 'from whom', { into: 'supplier_id' }),
    must('warehouse', WAREHOUSE_ID, 'where to', { into: 'warehouse_id' }),
    must('quantity', whole(1n), 'how many', { type: 'bigint' }),
    must('currency', CURRENCY, 'of the price'),
    must('price', amountIn('currency'), 'of one unit', { into: 'price_minor', type: 'bigint' }),
    must('ordered_at', MOMENT, 'when it was ordered', { type: 'timestamptz' }),
    may('expected_on', DAY, 'the day on which it should arrive', { type: 'date' }),
    may('state', oneOf(['open', 'received', 'cancelled']), 'where it stands; a blank is open', { blank: 'open' }),
    may('received_at', MOMENT, 'when it arrived: on every line that is received, and on no other', {
      type: 'timestamptz',
    }),
  ],
  key: ['number'],
  together: [['state', 'received_at']],
  check: ({ state, received_at: receivedAt, price, quantity }) => {
    if ((state === 'received') !== ((receivedAt ?? null) !== null)) {
      return {
        column: 'received_at',
        accepted: 'one where the state is received, none where it is not, and nothing else',
      };
    }
    return isAmount(price ?? '0', quantity ?? '0')
      ? undefined
      : { column: 'price', accepted: 'a price whose product with the quantity is at most 2^63 - 1 minor units' };
  },
  references: [
    { column: 'sku', to: 'item' },
    { column: 'supplier', to: 'supplier' },
    { column: 'warehouse', to: 'warehouse' },
  ],
  into: 'inventory.purchase_order',
  known: ['id'],
  hasId: true,
  existing: 'changed',
  settled: {
    column: 'state',
    accepted: 'cancelled, because a request that was executed here cancelled this order,',
    when: `t.cancelled_by is not null and g.state is distinct from 'cancelled'`,
  },
};
