import type { TenantTx } from '@supercargo/tenancy';

/** An open bill that a story can be told with. */
export interface TourBill {
  readonly invoice: string;
  readonly payee: string;
  /** Whether its payee is on the list, with verified bank details that are not new. */
  readonly payable: boolean;
}

/** A bill that no cap lets through. */
export interface TourLargeBill {
  readonly invoice: string;
  readonly payment: string | null;
}

const IS_PAYABLE = `p.allowed and p.account is not null and p.verified_at is not null
  and p.changed_at < clock_timestamp() - interval '3 days'`;

/** Of a payee that may be paid, then the supplier’s of the story, then due first; with order and receipt, because the others are held. */
const BILL = {
  name: 'cli_tour_bill',
  text: `select i.id as invoice, i.payee_id as payee, (${IS_PAYABLE}) as payable
         from payments.invoice i join payments.payee p on p.tenant_id = i.tenant_id and p.id = i.payee_id
         where i.tenant_id = app.tenant() and i.state = 'open' and i.amount_minor <= $1::bigint
         order by (${IS_PAYABLE}) desc, i.payee_id = $2 desc, i.due_on, i.id
         limit 1`,
} as const;

const LARGEST = {
  name: 'cli_tour_largest_bill',
  text: `select i.id as invoice, y.id as payment
         from payments.invoice i join payments.payee p on p.tenant_id = i.tenant_id and p.id = i.payee_id
           left join payments.payment y on y.tenant_id = i.tenant_id and y.invoice_id = i.id and y.state = 'proposed'
         where i.tenant_id = app.tenant() and (i.state = 'open' or y.id is not null) and i.amount_minor > $1::bigint and ${IS_PAYABLE}
         order by i.amount_minor desc, i.id
         limit 1`,
} as const;

/** Orders of which one payment of its customer is on record, and nothing of it went back: what a refund is told with. */
const PAID = {
  name: 'cli_tour_paid',
  text: `select c.order_number, min(c.amount_minor) as paid_minor
         from payments.customer_payment c
         where c.tenant_id = app.tenant() and c.order_number = any ($1::text[])
           and not exists (select from payments.refund r where r.tenant_id = c.tenant_id and r.customer_payment_id = c.id)
         group by c.order_number
         having count(*) = 1`,
} as const;

/** An open bill of at most so much, one that may be paid where there is one; undefined where no bill is open. */
export async function readTourBill(tx: TenantTx, maxMinor: bigint, supplier: string): Promise<TourBill | undefined> {
  const [bill] = await tx.query<TourBill>(BILL, [maxMinor.toString(), supplier]);
  return bill;
}

/** The largest bill of more than that, of a payee that may be paid; with its payment, where a play that was ended left it proposed. */
export async function readTourLargeBill(tx: TenantTx, overMinor: bigint): Promise<TourLargeBill | undefined> {
  const [bill] = await tx.query<TourLargeBill>(LARGEST, [overMinor.toString()]);
  return bill;
}

/** What their customers paid for these orders, in minor units; without those of which nothing or several payments are recorded. */
export async function readTourPaid(tx: TenantTx, orders: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.query<{ order_number: string; paid_minor: string }>(PAID, [orders]);
  return new Map(rows.map((row) => [row.order_number, BigInt(row.paid_minor)]));
}
