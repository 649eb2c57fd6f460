import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { PaymentState, RefundState } from '../domain/states.ts';

/** Money that left or is on its way: to a payee, or back to a customer. */
export interface Transaction {
  readonly kind: 'payment' | 'refund';
  readonly id: string;
  readonly state: PaymentState | RefundState;
  readonly amount: Money;
  readonly at: Date;
  /** To the microsecond, as its place in the list needs it. */
  readonly atExactly: string;
  readonly settledAt: Date | null;
  readonly payee: { readonly id: string; readonly name: string } | null;
  readonly customerId: string | null;
  readonly invoiceId: string | null;
  readonly customerPaymentId: string | null;
  readonly orderNumber: string | null;
  readonly returnId: string | null;
  readonly railReference: string | null;
  readonly why: string | null;
}

interface TransactionRow {
  readonly kind: 'payment' | 'refund';
  readonly id: string;
  readonly state: PaymentState | RefundState;
  readonly amount_minor: string;
  readonly currency: string;
  readonly at: Date;
  readonly at_exactly: string;
  readonly settled_at: Date | null;
  readonly payee_id: string | null;
  readonly payee_name: string | null;
  readonly customer_id: string | null;
  readonly invoice_id: string | null;
  readonly customer_payment_id: string | null;
  readonly order_number: string | null;
  readonly return_id: string | null;
  readonly rail_reference: string | null;
  readonly why: string | null;
}

export interface TransactionFilter {
  readonly payeeId: string | null;
  readonly orderNumber: string | null;
  /** From the beginning of this day, in UTC. */
  readonly from: string | null;
  /** Until the end of this day, in UTC. */
  readonly to: string | null;
  readonly kind: 'payment' | 'refund' | null;
}

// An order is looked for where its number stands, with few rows each: its invoices, and what its customer paid.
const PAYMENTS_FIT = `y.tenant_id = app.tenant() and $5::text is distinct from 'refund'
    and ($1::text is null or y.payee_id = $1)
    and ($2::text is null or y.invoice_id = any(array(
      select i.id from payments.invoice i where i.tenant_id = app.tenant() and i.order_number = $2)))
    and ($3::date is null or y.proposed_at >= ($3::date::timestamp at time zone 'UTC'))
    and ($4::date is null or y.proposed_at < (($4::date + 1)::timestamp at time zone 'UTC'))`;

const REFUNDS_FIT = `f.tenant_id = app.tenant() and $5::text is distinct from 'payment' and $1::text is null
    and ($2::text is null or f.customer_payment_id = any(array(
      select c.id from payments.customer_payment c where c.tenant_id = app.tenant() and c.order_number = $2)))
    and ($3::date is null or f.issued_at >= ($3::date::timestamp at time zone 'UTC'))
    and ($4::date is null or f.issued_at < (($4::date + 1)::timestamp at time zone 'UTC'))`;

// A payment and a refund may be of one instant: they are told apart by kind and id.
const PAGE = {
  name: 'payments_transactions',
  text: `select u.*, to_char(u.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_exactly, p.name as payee_name,
      coalesce(i.order_number, c.order_number) as order_number
    from (
      (select 'payment' as kind, y.id, y.state, y.amount_minor, y.currency, y.proposed_at as at, y.settled_at, y.payee_id,
         null as customer_id, y.invoice_id, null as customer_payment_id, null as return_id, y.rail_reference, y.why
       from payments.payment y
       where ${PAYMENTS_FIT} and ($6::timestamptz is null or y.proposed_at < $6 or (y.proposed_at = $6 and ('payment', y.id) < ($7, $8::text)))
       order by y.proposed_at desc, y.id desc limit $9)
      union all
      (select 'refund', f.id, f.state, f.amount_minor, f.currency, f.issued_at, f.settled_at, null, f.customer_id, null,
         f.customer_payment_id, f.return_id, f.rail_reference, f.why
       from payments.refund f
       where ${REFUNDS_FIT} and ($6::timestamptz is null or f.issued_at < $6 or (f.issued_at = $6 and ('refund', f.id) < ($7, $8::text)))
       order by f.issued_at desc, f.id desc limit $9)
      order by at desc, kind desc, id desc limit $9) u
    left join payments.payee p on p.tenant_id = app.tenant() and p.id = u.payee_id
    left join payments.invoice i on i.tenant_id = app.tenant() and i.id = u.invoice_id
    left join payments.customer_payment c on c.tenant_id = app.tenant() and c.id = u.customer_payment_id
    order by u.at desc, u.kind desc, u.id desc`,
} as const;

const COUNT = {
  name: 'payments_transactions_count',
  text: `select (select count(*) from payments.payment y where ${PAYMENTS_FIT})
           + (select count(*) from payments.refund f where ${REFUNDS_FIT}) as total`,
} as const;

function transactionOf(row: TransactionRow): Transaction {
  const { payee_id: payee } = row;
  return {
    ...{ kind: row.kind, id: row.id, state: row.state, at: row.at, atExactly: row.at_exactly },
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    settledAt: row.settled_at,
    payee: payee === null ? null : { id: payee, name: row.payee_name ?? payee },
    ...{ customerId: row.customer_id, invoiceId: row.invoice_id, customerPaymentId: row.customer_payment_id },
    ...{ orderNumber: row.order_number, returnId: row.return_id, railReference: row.rail_reference, why: row.why },
  };
}

export interface TransactionPlace {
  readonly at: string;
  readonly kind: string;
  readonly id: string;
}

/** Payments and refunds, newest first, and how many fit in all. */
export async function listTransactions(
  tx: TenantTx,
  { payeeId, orderNumber, from, to, kind }: TransactionFilter,
  page: { readonly after: TransactionPlace | null; readonly limit: number },
): Promise<{ readonly transactions: readonly Transaction[]; readonly total: number }> {
  const which = [payeeId, orderNumber, from, to, kind];
  const { after, limit } = page;
  const place = [after?.at ?? null, after?.kind ?? null, after?.id ?? null, limit];
  const { rows, total } = await readPage<TransactionRow>(tx, { page: PAGE, count: COUNT }, which, place);
  return { transactions: rows.map(transactionOf), total };
}
