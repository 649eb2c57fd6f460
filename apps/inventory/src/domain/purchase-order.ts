export const PURCHASE_ORDER_STATES = ['open', 'cancelled', 'received'] as const;

/** Where a purchase order can stand. */
export type PurchaseOrderState = (typeof PURCHASE_ORDER_STATES)[number];

/** The transitions that exist: what was received or cancelled stays so. */
export const PURCHASE_ORDER_TRANSITIONS: Readonly<Record<PurchaseOrderState, readonly PurchaseOrderState[]>> = {
  open: ['cancelled', 'received'],
  cancelled: [],
  received: [],
};

export function canBecome(from: PurchaseOrderState, to: PurchaseOrderState): boolean {
  return PURCHASE_ORDER_TRANSITIONS[from].includes(to);
}
