import { promptContract } from '@supercargo/testing';
import { LowStockLine } from '../answers/low-stock-line.ts';
import { PURCHASE_ORDER_STATES } from '../domain/purchase-order.ts';
import { inventory } from '../server.ts';

/** Words of answers that the texts rely on, beside the names of tools. */
const MEMBERS = [...Object.keys(LowStockLine.shape), 'next_cursor', 'as_of', 'stockout_expected_on', 'reorder_point'];

promptContract({
  definition: inventory,
  folder: new URL('.', import.meta.url),
  members: MEMBERS,
  states: { of: 'a request or an order', names: PURCHASE_ORDER_STATES },
});
