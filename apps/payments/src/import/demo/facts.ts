/** What a company's payables system knows. The demo's is made: the same for the same seed and day. Amounts are minor units. */
export interface DemoFacts {
  readonly costCentres: readonly { readonly id: string; readonly name: string }[];
  readonly payees: readonly DemoPayee[];
  readonly orders: readonly DemoOrder[];
  readonly receipts: readonly DemoReceipt[];
  readonly invoices: readonly DemoInvoice[];
  readonly payments: readonly DemoPayment[];
  readonly customerPayments: readonly DemoCustomerPayment[];
  readonly refunds: readonly DemoRefund[];
}

/** Null where nobody recorded it. Instants and days are as they were on the morning of the load. */
export interface DemoPayee {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly account: string | null;
  readonly changedAt: string;
  readonly verifiedAt: string | null;
  readonly verifiedBy: string | null;
  readonly allowed: boolean;
}

export interface DemoOrder {
  readonly number: string;
  readonly payee: string;
  readonly amountMinor: number;
  readonly costCentre: string;
  readonly orderedOn: string;
}

export interface DemoReceipt {
  readonly number: string;
  readonly order: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly receivedAt: string;
}

export interface DemoInvoice {
  readonly id: string;
  readonly payee: string;
  readonly number: string;
  readonly order: string;
  readonly amountMinor: number;
  readonly costCentre: string;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly state: 'open' | 'paid';
}

export interface DemoPayment {
  readonly id: string;
  readonly invoice: string;
  readonly payee: string;
  readonly amountMinor: number;
  readonly costCentre: string;
  readonly proposedAt: string;
  readonly settledAt: string;
  readonly railReference: string;
}

export interface DemoCustomerPayment {
  readonly id: string;
  readonly order: string;
  readonly customer: string;
  readonly amountMinor: number;
  readonly capturedAt: string;
}

export interface DemoRefund {
  readonly id: string;
  readonly customerPayment: string;
  readonly customer: string;
  readonly amountMinor: number;
  readonly return: string;
  readonly issuedAt: string;
  readonly settledAt: string;
  readonly railReference: string;
}
