import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** What a customer paid for an order, and how much of it went back. */
export interface CustomerPayment {
  readonly id: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly refunded: Money;
  readonly capturedAt: Date;
}

/** An order as Payments knows it: what was ordered of a payee and received of it, or what its customer paid. */
export interface KnownOrder {
  readonly payee: { readonly id: string; readonly name: string } | null;
  readonly ordered: Money | null;
  readonly received: readonly Money[];
  readonly customerPayments: readonly CustomerPayment[];
}

const ORDER = {
  name: 'payments_order',
  text: `select o.payee_id, p.name as payee_name, o.amount_minor, o.currency
         from payments.purchase_order o join payments.payee p on p.tenant_id = o.tenant_id and p.id = o.payee_id
         where o.tenant_id = app.tenant() and o.number = $1`,
} as const;

const RECEIVED = {
  name: 'payments_order_received',
  text: `select g.currency, sum(g.amount_minor) as amount_minor from payments.goods_receipt g
         where g.tenant_id = app.tenant() and g.order_number = $1 group by g.currency order by g.currency limit 5`,
} as const;

const PAID = {
  name: 'payments_order_paid',
  text: `select c.id, c.customer_id, c.amount_minor, c.currency, c.refunded_minor, c.captured_at from payments.customer_payment c
         where c.tenant_id = app.tenant() and c.order_number = $1 order by c.captured_at, c.id limit 50`,
} as const;

interface OrderRow {
  readonly payee_id: string;
  readonly payee_name: string;
  readonly amount_minor: string;
  readonly currency: string;
}

interface PaidRow {
  readonly id: string;
  readonly customer_id: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly refunded_minor: string;
  readonly captured_at: Date;
}

export async function readOrder(tx: TenantTx, number: string): Promise<KnownOrder> {
  const [[order], received, paid] = await Promise.all([
    tx.query<OrderRow>(ORDER, [number]),
    tx.query<{ currency: string; amount_minor: string }>(RECEIVED, [number]),
    tx.query<PaidRow>(PAID, [number]),
  ]);
  return {
    payee: order === undefined ? null : { id: order.payee_id, name: order.payee_name },
    ordered: order === undefined ? null : { minor: BigInt(order.amount_minor), currency: order.currency },
    received: received.map(({ currency, amount_minor }) => ({ minor: BigInt(amount_minor), currency })),
    customerPayments: paid.map((row) => ({
      ...{ id: row.id, customerId: row.customer_id, capturedAt: row.captured_at },
      amount: { minor: BigInt(row.amount_minor), currency: row.currency },
      refunded: { minor: BigInt(row.refunded_minor), currency: row.currency },
    })),
  };
}

// Behind a select PostgreSQL does not look how much this payee is owed: one plan is for all of them.
const OWED = {
  name: 'payments_payee_owed',
  text: `select i.currency, i.state, count(*)::int as invoices, sum(i.amount_minor) as amount_minor from payments.invoice i
         where i.tenant_id = app.tenant() and i.payee_id = (select $1::text)
           and i.state in ('open', 'held', 'proposed') group by i.currency, i.state order by i.currency, i.state limit 20`,
} as const;

/** What is owed to a payee and not settled, by where it stands. */
export async function readOwed(
  tx: TenantTx,
  payee: string,
): Promise<readonly { readonly state: string; readonly invoices: number; readonly amount: Money }[]> {
  const rows = await tx.query<{ currency: string; state: string; invoices: number; amount_minor: string }>(OWED, [
    payee,
  ]);
  return rows.map(({ currency, state, invoices, amount_minor }) => ({
    ...{ state, invoices, amount: { minor: BigInt(amount_minor), currency } },
  }));
}
