import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { RefundState } from '../../domain/states.ts';

// What a customer's login reads. No statement here names a customer: whose rows they are is said by the walls of that login alone.

/** Money on its way back to the customer, or back already. */
export interface OwnRefund {
  readonly id: string;
  readonly state: RefundState;
  readonly amount: Money;
  readonly returnId: string | null;
  readonly issuedAt: Date;
  readonly settledAt: Date | null;
}

/** What a customer paid for an order, and what went back of it. */
export interface OwnPayment {
  readonly id: string;
  readonly order: string;
  readonly amount: Money;
  readonly refunded: Money;
  readonly capturedAt: Date;
  /** To the microsecond, as its place in the list needs it. */
  readonly atExactly: string;
  readonly refunds: readonly OwnRefund[];
}

interface RefundJson {
  readonly id: string;
  readonly state: RefundState;
  readonly amount_minor: string;
  readonly return_id: string | null;
  readonly issued_at: string;
  readonly settled_at: string | null;
}

interface OwnPaymentRow {
  readonly id: string;
  readonly order_number: string;
  readonly amount_minor: string;
  readonly refunded_minor: string;
  readonly currency: string;
  readonly captured_at: Date;
  readonly at_exactly: string;
  readonly refunds: readonly RefundJson[];
}

const REFUNDS_MAX = 20;

const FITS = 'c.tenant_id = app.tenant() and ($1::text is null or c.order_number = $1)';

const PAGE = {
  name: 'payments_own_page',
  text: `select c.id, c.order_number, c.amount_minor, c.refunded_minor, c.currency, c.captured_at,
      to_char(c.captured_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_exactly, r.refunds
    from (select c.* from payments.customer_payment c
      where ${FITS} and ($2::timestamptz is null or (c.captured_at, c.id) < ($2, $3::text))
      order by c.captured_at desc, c.id desc limit $4) c
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'state', f.state, 'amount_minor', f.amount_minor::text,
          'return_id', f.return_id, 'issued_at', f.issued_at, 'settled_at', f.settled_at) order by f.issued_at desc, f.id), '[]') as refunds
      from (select * from payments.refund f where f.tenant_id = app.tenant() and f.customer_payment_id = c.id
        order by f.issued_at desc, f.id limit ${REFUNDS_MAX.toString()}) f) r
    order by c.captured_at desc, c.id desc`,
} as const;

const COUNT = {
  name: 'payments_own_count',
  text: `select count(*) as total from payments.customer_payment c where ${FITS}`,
} as const;

function ownPaymentOf(row: OwnPaymentRow): OwnPayment {
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency: row.currency });
  return {
    ...{ id: row.id, order: row.order_number, capturedAt: row.captured_at, atExactly: row.at_exactly },
    ...{ amount: money(row.amount_minor), refunded: money(row.refunded_minor) },
    refunds: row.refunds.map((refund) => ({
      ...{ id: refund.id, state: refund.state, amount: money(refund.amount_minor), returnId: refund.return_id },
      issuedAt: new Date(refund.issued_at),
      settledAt: refund.settled_at === null ? null : new Date(refund.settled_at),
    })),
  };
}

/** The customer's payments, the newest first, and how many there are in all. */
export async function listOwnPayments(
  tx: TenantTx,
  order: string | null,
  page: { readonly after: { readonly at: string; readonly id: string } | null; readonly limit: number },
): Promise<{ readonly payments: readonly OwnPayment[]; readonly total: number }> {
  const place = [page.after?.at ?? null, page.after?.id ?? null, page.limit];
  const { rows, total } = await readPage<OwnPaymentRow & Record<string, unknown>>(
    tx,
    { page: PAGE, count: COUNT },
    [order],
    place,
  );
  return { payments: rows.map(ownPaymentOf), total };
}
