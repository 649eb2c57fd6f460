import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { PaidBefore } from '../domain/flags.ts';
import type { InvoiceState } from '../domain/states.ts';
import { openHolds, type Hold } from './holds.ts';
import { PAYEE_COLUMNS, payeeOf, type Payee, type PayeeRow } from './payees.ts';

/** An invoice with everything that a decision about it looks at. */
export interface Invoice {
  readonly id: string;
  readonly state: InvoiceState;
  readonly payee: Payee;
  /** The payee's own number: their text. */
  readonly number: string;
  readonly orderNumber: string | null;
  readonly amount: Money;
  readonly costCentre: { readonly id: string; readonly name: string } | null;
  readonly receivedOn: string | null;
  readonly dueOn: string | null;
  readonly duplicateOf: string | null;
  readonly ordered: Money | null;
  /** What was received of the order, in the currency of the invoice; null where nothing was. */
  readonly received: Money | null;
  readonly holds: readonly Hold[];
  readonly paidBefore: PaidBefore;
  readonly lookalikes: readonly string[];
  readonly sameAccount: readonly string[];
}

interface InvoiceRow extends PayeeRow {
  readonly id: string;
  readonly state: InvoiceState;
  readonly number: string;
  readonly order_number: string | null;
  readonly amount_minor: string;
  readonly currency: string;
  readonly cost_centre_id: string | null;
  readonly cost_centre_name: string | null;
  readonly received_on: string | null;
  readonly due_on: string | null;
  readonly duplicate_of: string | null;
  readonly ordered_minor: string | null;
  readonly ordered_currency: string | null;
  readonly received_minor: string | null;
  readonly payments: number;
  readonly largest_minor: string | null;
  readonly lookalikes: readonly string[];
  readonly same_account: readonly string[];
}

// What was paid before is looked for among the last 500 payments of the payee, lookalikes within two weeks.
const ONE = {
  name: 'payments_invoice',
  text: `select i.id, i.state, i.number, i.order_number, i.amount_minor, i.currency, i.cost_centre_id, c.name as cost_centre_name,
      to_char(i.received_on, 'YYYY-MM-DD') as received_on, to_char(i.due_on, 'YYYY-MM-DD') as due_on, i.duplicate_of,
      o.amount_minor as ordered_minor, o.currency as ordered_currency, r.received_minor, b.payments, b.largest_minor,
      array(select l.id from payments.invoice l
        where l.tenant_id = i.tenant_id and l.payee_id = i.payee_id and l.amount_minor = i.amount_minor and l.id <> i.id
          and l.currency = i.currency and l.state <> 'rejected' and l.received_on between i.received_on - 14 and i.received_on + 14
        order by l.received_on, l.id limit 5) as lookalikes,
      array(select s.id from payments.payee s
        where s.tenant_id = i.tenant_id and s.account_hash = p.account_hash and s.id <> p.id order by s.id limit 5) as same_account,
      ${PAYEE_COLUMNS}
    from payments.invoice i
    join payments.payee p on p.tenant_id = i.tenant_id and p.id = i.payee_id
    left join payments.cost_centre c on c.tenant_id = i.tenant_id and c.id = i.cost_centre_id
    left join payments.purchase_order o on o.tenant_id = i.tenant_id and o.number = i.order_number
    left join lateral (
      select sum(g.amount_minor) as received_minor from payments.goods_receipt g
      where g.tenant_id = i.tenant_id and g.order_number = i.order_number and g.currency = i.currency) r on true
    left join lateral (
      select count(*)::int as payments, max(x.amount_minor) as largest_minor from (
        select y.amount_minor from payments.payment y
        where y.tenant_id = i.tenant_id and y.payee_id = i.payee_id and y.state = 'paid' and y.currency = i.currency
        order by y.proposed_at desc, y.id desc limit 500) x) b on true
    where i.tenant_id = app.tenant() and i.id = $1`,
} as const;

function money(minor: string | null, currency: string | null): Money | null {
  return minor === null || currency === null ? null : { minor: BigInt(minor), currency };
}

function invoiceOf(row: InvoiceRow, holds: readonly Hold[]): Invoice {
  const { cost_centre_id: centre, cost_centre_name: name } = row;
  return {
    ...{ id: row.id, state: row.state, payee: payeeOf(row), number: row.number, orderNumber: row.order_number },
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    costCentre: centre === null ? null : { id: centre, name: name ?? centre },
    ...{ receivedOn: row.received_on, dueOn: row.due_on, duplicateOf: row.duplicate_of },
    ordered: money(row.ordered_minor, row.ordered_currency),
    received: money(row.received_minor, row.currency),
    holds,
    paidBefore: {
      payments: row.payments,
      largestMinor: row.largest_minor === null ? null : BigInt(row.largest_minor),
    },
    lookalikes: row.lookalikes,
    sameAccount: row.same_account,
  };
}

export async function readInvoice(tx: TenantTx, id: string): Promise<Invoice | undefined> {
  const [[row], holds] = await Promise.all([tx.query<InvoiceRow>(ONE, [id]), openHolds(tx, [id])]);
  return row === undefined ? undefined : invoiceOf(row, holds);
}
