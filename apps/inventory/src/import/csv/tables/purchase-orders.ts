import { PURCHASE_ORDER_TRANSITIONS } from '../../../domain/purchase-order.ts';
import {
  amountIn,
  type CsvTable,
  CURRENCY,
  DAY,
  DOCUMENT_NUMBER,
  isAmount,
  may,
  MOMENT,
  must,
  oneOf,
  SKU,
  SUPPLIER_ID,
  UUID,
  WAREHOUSE_ID,
  whole,
} from '@supercargo/imports';
import { ITEM, SUPPLIER, WAREHOUSE } from './referred.ts';

export const purchaseOrders: CsvTable = {
  name: 'purchase_orders',
  about: 'what was ordered in the other system, and what became of orders that were made here',
  columns: [
    must(
      'number',
      DOCUMENT_NUMBER,
      'the number that the other system gave the order; a blank beside a purchase_order_id',
    ),
    may('purchase_order_id', UUID, 'the id of an order that was made here, to say that it was received', {
      into: null,
    }),
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
  check: ({ purchase_order_id: id = null, number = null, state, received_at: receivedAt, price, quantity }) => {
    if (id !== null && number !== null) return { column: 'number', accepted: 'a blank beside a purchase_order_id' };
    if (id !== null && state === 'cancelled') {
      return { column: 'state', accepted: 'open or received, for cancel_reorder cancels what was ordered here,' };
    }
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
    { column: 'sku', to: ITEM },
    { column: 'supplier', to: SUPPLIER },
    { column: 'warehouse', to: WAREHOUSE },
  ],
  into: 'inventory.purchase_order',
  // Another source may have brought the order, under an id of its own.
  known: ['number'],
  hasId: true,
  existing: 'changed',
  own: {
    what: 'an order',
    by: 'purchase_order_id',
    agrees: ['sku', 'warehouse', 'quantity'],
    sets: ['state', 'received_at'],
  },
  stands: { what: 'order', column: 'state', canBecome: PURCHASE_ORDER_TRANSITIONS },
  format: 1,
};
