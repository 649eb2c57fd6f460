/** What a company's warehouse system knows. The demo's is made: the same for the same seed and day. */
export interface DemoFacts {
  readonly suppliers: readonly { readonly id: string; readonly name: string }[];
  readonly warehouses: readonly DemoWarehouse[];
  readonly items: readonly DemoItem[];
  readonly stock: readonly DemoStock[];
  readonly orders: readonly DemoOrder[];
  readonly movements: readonly DemoMovement[];
  /** When the stock was counted, as an ISO instant. */
  readonly recordedAt: string;
}

export interface DemoWarehouse {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly locode: string;
}

/** Null where nobody recorded it. */
export interface DemoItem {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly supplier: string | null;
  readonly priceMinor: number | null;
  readonly priceAsOf: string | null;
  readonly leadTimeDays: number | null;
  readonly reorderPoint: number | null;
  readonly safetyStock: number | null;
}

export interface DemoStock {
  readonly warehouse: string;
  readonly sku: string;
  readonly onHand: number;
  readonly allocated: number;
}

/** A purchase order under the number that the warehouse system gave it. */
export interface DemoOrder {
  readonly id: string;
  readonly number: string;
  readonly sku: string;
  readonly supplier: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly state: 'open' | 'received' | 'cancelled';
  readonly orderedAt: string;
  readonly expectedOn: string | null;
  readonly receivedAt: string | null;
}

export interface DemoMovement {
  readonly id: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly kind: 'receipt' | 'issue' | 'transfer_in' | 'transfer_out' | 'adjustment';
  /** Below zero where goods left. */
  readonly quantity: number;
  readonly at: string;
  /** The number of the document it belongs to. */
  readonly reference: string | null;
  readonly reason: string | null;
}
