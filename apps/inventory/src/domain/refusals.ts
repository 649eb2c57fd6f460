import { sayIds, type KnownIds, type TradeRefusal } from '@supercargo/kernel';
import type { ReorderRefusal } from './reorder.ts';
import type { AdjustmentRefusal, Recorded, TransferRefusal } from './stock-change.ts';

export const UNKNOWN_SKU: TradeRefusal = {
  code: 'unknown_sku',
  reason: 'there is no item with this sku',
  field: 'sku',
  accepted: 'the sku of an item of your company, exactly as it is written there',
};

export function unknownWarehouse(known: KnownIds, field = 'warehouse'): TradeRefusal {
  return {
    code: 'unknown_warehouse',
    reason: 'there is no warehouse with this id',
    field,
    accepted: sayIds(known, 'no warehouse is recorded yet'),
  };
}

/** Ids that a file gave are named only where they are ids: what reads like text is left out. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

export function unknownSupplier(known: KnownIds): TradeRefusal {
  const ids = known.ids.filter((id) => ID.test(id));
  return {
    code: 'unknown_supplier',
    reason: 'there is no supplier with this id',
    field: 'supplier',
    accepted: sayIds({ ids, total: known.total }, 'the id of a supplier, as find_items answers it'),
  };
}

export const UNKNOWN_PURCHASE_ORDER: TradeRefusal = {
  code: 'unknown_purchase_order',
  reason: 'there is no purchase order with this id',
  field: 'purchase_order_id',
  accepted: 'a purchase_order_id that create_reorder or list_reorders answered',
};

export const REORDER_REFUSALS: Readonly<Record<ReorderRefusal, TradeRefusal>> = {
  no_supplier: {
    code: 'no_supplier',
    reason: 'no supplier is recorded for this item',
    field: 'sku',
    accepted: 'an item with a supplier',
  },
  no_price: {
    code: 'no_price',
    reason: 'no price is recorded for this item',
    field: 'sku',
    accepted: 'an item with a price',
  },
  amount_too_large: {
    code: 'amount_too_large',
    reason: 'price times quantity is more than one purchase order holds',
    field: 'quantity',
    accepted: 'a smaller quantity',
  },
};

export function adjustmentRefusal(refusal: AdjustmentRefusal, onHand: number): TradeRefusal {
  return refusal === 'nothing_recorded'
    ? {
        code: 'nothing_recorded',
        reason: 'nobody recorded any stock of this item in this warehouse, so nothing can be taken off it',
        field: 'change',
        accepted: 'a change above 0, which records the stock',
      }
    : {
        code: 'not_on_hand',
        reason: 'less is on hand than would be taken off',
        field: 'change',
        accepted: onHand === 0 ? 'a change above 0' : `a change of at least -${onHand.toString()}`,
      };
}

export function transferRefusal(refusal: TransferRefusal, stock: Recorded | undefined): TradeRefusal {
  if (refusal === 'same_warehouse') {
    return { code: refusal, reason: 'from and to are the same', field: 'to', accepted: 'another warehouse than from' };
  }
  if (refusal === 'nothing_recorded' || stock === undefined) {
    return {
      code: 'nothing_recorded',
      reason: 'nobody recorded any stock of this item in the warehouse that would give it',
      field: 'from',
      accepted: 'a warehouse with recorded stock of the item',
    };
  }
  const available = stock.onHand - stock.allocated;
  return {
    code: 'not_available',
    reason: 'less is available, on hand and not allocated, than would be moved',
    field: 'quantity',
    accepted: available > 0 ? `at most ${available.toString()}` : 'nothing is available there now',
  };
}
