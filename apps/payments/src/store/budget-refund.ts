import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';

/** What issue_refund says it did, once the rail has settled it. */
export const RefundResult = z.object({ refund_id: z.string() });

/** What a customer paid, and what of it went back or is on its way. */
export interface Paid {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly refunded: Money;
  readonly capturedAt: Date;
}

export interface Refund {
  readonly id: string;
  readonly state: string;
  readonly customerPaymentId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly railReference: string | null;
}

interface PaidRow {
  readonly id: string;
  readonly order_number: string;
  readonly customer_id: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly refunded_minor: string;
  readonly captured_at: Date;
}

interface RefundRow {
  readonly id: string;
  readonly state: string;
  readonly customer_payment_id: string;
  readonly customer_id: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly rail_reference: string | null;
}

const COLUMNS = 'c.id, c.order_number, c.customer_id, c.amount_minor, c.currency, c.refunded_minor, c.captured_at';

const PAID = {
  name: 'payments_to_refund',
  text: `select ${COLUMNS} from payments.customer_payment c where c.tenant_id = app.tenant() and c.id = $1`,
} as const;

// An order is paid in a few payments at most; who names it is told the first of them.
const PAID_FOR_ORDER = {
  name: 'payments_to_refund_of_order',
  text: `select ${COLUMNS} from payments.customer_payment c where c.tenant_id = app.tenant() and c.order_number = $1
         order by c.captured_at, c.id limit 10`,
} as const;

const OF_RETURN = {
  name: 'payments_refund_of_return',
  text: `select r.id from payments.refund r where r.tenant_id = app.tenant() and r.return_id = $1 and r.state <> 'failed'`,
} as const;

const ONE = {
  name: 'payments_refund',
  text: `select r.id, r.state, r.customer_payment_id, r.customer_id, r.amount_minor, r.currency, r.rail_reference
         from payments.refund r where r.tenant_id = app.tenant() and r.id = $1`,
} as const;

function paidOf(row: PaidRow): Paid {
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency: row.currency });
  return {
    ...{ id: row.id, orderNumber: row.order_number, customerId: row.customer_id, capturedAt: row.captured_at },
    ...{ amount: money(row.amount_minor), refunded: money(row.refunded_minor) },
  };
}

/** The customer's payment of this id, or those of this order, ten at most. */
export async function readPaid(
  tx: TenantTx,
  of: { readonly payment: string } | { readonly order: string },
): Promise<readonly Paid[]> {
  const rows =
    'payment' in of ? await tx.query<PaidRow>(PAID, [of.payment]) : await tx.query<PaidRow>(PAID_FOR_ORDER, [of.order]);
  return rows.map(paidOf);
}

/** The refund of a return that was made or is on its way. */
export async function refundOfReturn(tx: TenantTx, returnId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(OF_RETURN, [returnId]);
  return row?.id;
}

export async function readRefund(tx: TenantTx, id: string): Promise<Refund | undefined> {
  const [row] = await tx.query<RefundRow>(ONE, [id]);
  if (row === undefined) return undefined;
  return {
    ...{ id: row.id, state: row.state, customerPaymentId: row.customer_payment_id, customerId: row.customer_id },
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    railReference: row.rail_reference,
  };
}
