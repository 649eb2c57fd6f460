import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import { COOLING_OFF_DAYS } from '../domain/payee.ts';
import { STUCK_MINUTES, type ExceptionKind } from '../domain/exceptions.ts';

/** Something in settlement that is out of order. */
export interface SettlementException {
  readonly kind: ExceptionKind;
  /** What it is of: a hold's, payee's, payment's or refund's id. Tells apart what is of one instant. */
  readonly key: string;
  readonly since: Date;
  readonly sinceExactly: string;
  /** Of a hold, a sentence of ours. */
  readonly why: string | null;
  readonly invoiceId: string | null;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly payee: { readonly id: string; readonly name: string } | null;
  readonly orderNumber: string | null;
  /** Of a payee whose account changed: of all its unsettled invoices in this currency. */
  readonly amount: Money | null;
  readonly invoices: number | null;
  readonly ordered: Money | null;
  readonly received: Money | null;
  readonly duplicateOf: string | null;
  readonly dueOn: string | null;
}

interface ExceptionRow {
  readonly kind: ExceptionKind;
  readonly key: string;
  readonly since: Date;
  readonly since_exactly: string;
  readonly why: string | null;
  readonly invoice_id: string | null;
  readonly payment_id: string | null;
  readonly refund_id: string | null;
  readonly payee_id: string | null;
  readonly payee_name: string | null;
  readonly order_number: string | null;
  readonly amount_minor: string | null;
  readonly currency: string | null;
  readonly invoices: number | null;
  readonly ordered_minor: string | null;
  readonly ordered_currency: string | null;
  readonly received_minor: string | null;
  readonly duplicate_of: string | null;
  readonly due_on: string | null;
}

export interface ExceptionFilter {
  readonly kinds: readonly ExceptionKind[] | null;
  readonly payeeId: string | null;
  /** Now: what cools off and what is stuck is told by it. */
  readonly at: Date;
}

export interface ExceptionPlace {
  readonly since: string;
  readonly kind: string;
  readonly key: string;
}

// $1 kinds, $2 payee, $3 now. Each branch reads an index of its own: open holds, payees by their last change, what is under way.
const HOLDS = `select h.kind, h.id::text as key, h.placed_at as since, h.why, h.invoice_id, null as payment_id, null as refund_id, i.payee_id
    from payments.hold h join payments.invoice i on i.tenant_id = app.tenant() and i.id = h.invoice_id
    where h.tenant_id = app.tenant() and h.state = 'open'
      and ($1::text[] is null or h.kind = any($1)) and ($2::text is null or i.payee_id = $2)`;
const CHANGED = `select 'bank_changed' as kind, p.id as key, p.changed_at as since, null as why, null as invoice_id, null as payment_id,
      null as refund_id, p.id as payee_id
    from payments.payee p
    where p.tenant_id = app.tenant() and p.changed_at > $3::timestamptz - interval '${COOLING_OFF_DAYS.toString()} days' and p.account_last4 is not null
      and ($1::text[] is null or 'bank_changed' = any($1)) and ($2::text is null or p.id = $2)
      and exists (select from payments.invoice i
        where i.tenant_id = app.tenant() and i.payee_id = p.id and i.state in ('open', 'held', 'proposed'))`;
const underWay = (what: 'payment' | 'refund', at: string): string => {
  const kind = `case x.state when 'unknown' then '${what}_unknown' else '${what}_stuck' end`;
  const payee = what === 'payment' ? 'x.payee_id' : 'null::text';
  return `select ${kind} as kind, x.id as key, x.${at} as since, x.why, ${what === 'payment' ? 'x.invoice_id' : 'null'} as invoice_id,
      ${what === 'payment' ? 'x.id' : 'null'} as payment_id, ${what === 'refund' ? 'x.id' : 'null'} as refund_id, ${payee} as payee_id
    from payments.${what} x
    where x.tenant_id = app.tenant() and x.state in ('releasing', 'unknown')
      and (x.state = 'unknown' or x.${at} < $3::timestamptz - interval '${STUCK_MINUTES.toString()} minutes')
      and ($1::text[] is null or ${kind} = any($1)) and ($2::text is null or ${payee} = $2)`;
};
const BRANCHES = [HOLDS, CHANGED, underWay('payment', 'proposed_at'), underWay('refund', 'issued_at')];

const PAGE = {
  name: 'payments_exceptions',
  text: `select u.kind, u.key, u.since, to_char(u.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since_exactly, u.why, u.invoice_id,
      u.payment_id, u.refund_id, u.payee_id, p.name as payee_name, coalesce(i.order_number, c.order_number) as order_number,
      coalesce(i.amount_minor, f.amount_minor, s.amount_minor) as amount_minor, coalesce(i.currency, f.currency, s.currency) as currency, s.invoices,
      o.amount_minor as ordered_minor, o.currency as ordered_currency, r.received_minor, i.duplicate_of, to_char(i.due_on, 'YYYY-MM-DD') as due_on
    from (select * from (${BRANCHES.map(
      (branch) => `select * from (${branch}) b
          where $4::timestamptz is null or (b.since, b.kind, b.key) < ($4, $5::text, $6::text)
          order by b.since desc, b.kind desc, b.key desc limit $7`,
    )
      .map((branch) => `(${branch})`)
      .join(' union all ')}) all_of_them
      order by since desc, kind desc, key desc limit $7) u
    left join payments.payee p on p.tenant_id = app.tenant() and p.id = u.payee_id
    left join payments.invoice i on i.tenant_id = app.tenant() and i.id = u.invoice_id
    left join payments.purchase_order o on o.tenant_id = app.tenant() and o.number = i.order_number
    left join payments.refund f on f.tenant_id = app.tenant() and f.id = u.refund_id
    left join payments.customer_payment c on c.tenant_id = app.tenant() and c.id = f.customer_payment_id
    left join lateral (
      select sum(g.amount_minor) as received_minor from payments.goods_receipt g
      where g.tenant_id = app.tenant() and g.order_number = i.order_number and g.currency = i.currency) r on true
    left join lateral (
      select sum(x.amount_minor) as amount_minor, x.currency, count(*)::int as invoices from payments.invoice x
      where u.kind = 'bank_changed' and x.tenant_id = app.tenant() and x.payee_id = u.payee_id and x.state in ('open', 'held', 'proposed')
      group by x.currency order by 1 desc limit 1) s on true
    order by u.since desc, u.kind desc, u.key desc`,
} as const;

const COUNT = {
  name: 'payments_exceptions_count',
  text: `select ${BRANCHES.map((branch) => `(select count(*) from (${branch}) b)`).join(' + ')} as total`,
} as const;

const money = (minor: string | null, currency: string | null): Money | null =>
  minor === null || currency === null ? null : { minor: BigInt(minor), currency };

function exceptionOf(row: ExceptionRow): SettlementException {
  const { payee_id: payee } = row;
  return {
    ...{ kind: row.kind, key: row.key, since: row.since, sinceExactly: row.since_exactly, why: row.why },
    ...{ invoiceId: row.invoice_id, paymentId: row.payment_id, refundId: row.refund_id },
    payee: payee === null ? null : { id: payee, name: row.payee_name ?? payee },
    orderNumber: row.order_number,
    amount: money(row.amount_minor, row.currency),
    invoices: row.invoices,
    ordered: money(row.ordered_minor, row.ordered_currency),
    received: money(row.received_minor, row.currency),
    ...{ duplicateOf: row.duplicate_of, dueOn: row.due_on },
  };
}

/** What is out of order, the latest first, and how much of it there is in all. */
export async function listExceptions(
  tx: TenantTx,
  { kinds, payeeId, at }: ExceptionFilter,
  { after, limit }: { readonly after: ExceptionPlace | null; readonly limit: number },
): Promise<{ readonly exceptions: readonly SettlementException[]; readonly total: number }> {
  const which = [kinds ?? null, payeeId, at.toISOString()];
  const place = [after?.since ?? null, after?.kind ?? null, after?.key ?? null, limit];
  const { rows, total } = await readPage<ExceptionRow>(tx, { page: PAGE, count: COUNT }, which, place);
  return { exceptions: rows.map(exceptionOf), total };
}
