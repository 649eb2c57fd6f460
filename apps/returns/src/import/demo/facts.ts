import type { DemoCustomer } from '@supercargo/imports';
import type { Reason, RmaState } from '../../domain/rma.ts';

/** What a company's returns desk knows. The demo's is made: the same for the same company and day. */
export interface DemoFacts {
  readonly customers: readonly DemoCustomer[];
  readonly carriers: readonly { readonly id: string; readonly name: string; readonly labelMinor: number }[];
  readonly policy: readonly DemoRule[];
  readonly returns: readonly DemoReturn[];
  readonly sold: readonly DemoSold[];
}

export interface DemoRule {
  readonly reason: Reason;
  readonly category: string;
  readonly windowDays: number;
  readonly restockingBp: number;
  readonly limitMinor: number;
}

export interface DemoLine {
  readonly sku: string;
  readonly description: string;
  readonly category: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

/** A line of an order that was delivered, as the order system would tell it. */
export interface DemoSold extends DemoLine {
  readonly order: string;
  readonly line: number;
  readonly customer: string;
  readonly orderedOn: string;
  readonly deliveredOn: string;
}

/** A return; instants and days are ISO texts, null where it did not come so far or nobody recorded it. */
export interface DemoReturn {
  readonly id: string;
  readonly order: string;
  readonly customer: string;
  readonly reason: Reason;
  readonly words: string | null;
  readonly orderedOn: string;
  readonly deliveredOn: string | null;
  readonly requestedAt: string;
  readonly state: RmaState;
  readonly refundMinor: number | null;
  readonly decidedAt: string | null;
  readonly rejectedBecause: string | null;
  readonly receivedAt: string | null;
  readonly closedAt: string | null;
  readonly lines: readonly DemoLine[];
  readonly label: DemoLabel | null;
}

export interface DemoLabel {
  readonly carrier: string;
  readonly costMinor: number;
  readonly tracking: string | null;
  readonly issuedAt: string;
}
