import type { DemoCustomer } from '@supercargo/imports';
import type { OrderKind, OrderState } from '../../domain/order.ts';

/** What a company's order system knows. The demo's is made: the same for the same day. */
export interface DemoFacts {
  readonly customers: readonly DemoCustomer[];
  readonly orders: readonly DemoOrder[];
}

export interface DemoLine {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

/** Null where nobody recorded it. */
export interface DemoOrder {
  readonly number: string;
  readonly kind: OrderKind;
  readonly customer: string | null;
  readonly vendor: string | null;
  readonly place: string | null;
  readonly state: OrderState;
  readonly placedOn: string;
  readonly promisedOn: string | null;
  readonly deliveredOn: string | null;
  readonly country: string;
  readonly shipment: string | null;
  readonly lines: readonly DemoLine[];
}
