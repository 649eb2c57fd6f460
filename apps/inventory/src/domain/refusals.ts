import type { ReorderRefusal } from './reorder.ts';

/** A refusal of this trade: a sentence, the argument it is about, and what would be accepted. */
export interface TradeRefusal {
  readonly code: string;
  readonly reason: string;
  readonly field?: string;
  readonly accepted?: string;
}

export const UNKNOWN_SKU: TradeRefusal = {
  code: 'unknown_sku',
  reason: 'there is no item with this sku',
  field: 'sku',
  accepted: 'the sku of an item of your company, exactly as it is written there',
};

export function unknownWarehouse(known: readonly string[]): TradeRefusal {
  return {
    code: 'unknown_warehouse',
    reason: 'there is no warehouse with this id',
    field: 'warehouse',
    accepted: known.length === 0 ? 'no warehouse is recorded yet' : known.join(', '),
  };
}

export const UNKNOWN_PURCHASE_ORDER: TradeRefusal = {
  code: 'unknown_purchase_order',
  reason: 'there is no purchase order with this id',
  field: 'purchase_order_id',
  accepted: 'the purchase_order_id that create_reorder answered',
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
