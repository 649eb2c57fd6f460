import type { ReorderRefusal } from './reorder.ts';
import type { AdjustmentRefusal, Recorded, TransferRefusal } from './stock-change.ts';

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

/** Ids that a refusal can name, the first of them, and how many there are in all. */
export interface KnownIds {
  readonly ids: readonly string[];
  readonly total: number;
}

function named(ids: readonly string[], total: number): string {
  return `${ids.join(', ')}${total > ids.length ? ` … and ${(total - ids.length).toString()} more` : ''}`;
}

export function unknownWarehouse({ ids, total }: KnownIds, field = 'warehouse'): TradeRefusal {
  return {
    code: 'unknown_warehouse',
    reason: 'there is no warehouse with this id',
    field,
    accepted: ids.length === 0 ? 'no warehouse is recorded yet' : named(ids, total),
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
    accepted: ids.length === 0 ? 'the id of a supplier, as find_items answers it' : named(ids, known.total),
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
