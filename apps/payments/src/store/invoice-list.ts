import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { InvoiceState, PaymentState } from '../domain/states.ts';
import { openHolds, type Hold } from './holds.ts';

export interface ListedInvoice {
  readonly id: string;
  readonly state: InvoiceState;
  readonly payeeId: string;
  readonly payeeName: string;
  readonly number: string;
  readonly orderNumber: string | null;
  readonly amount: Money;
  readonly costCentreId: string | null;
  readonly receivedOn: string | null;
  readonly dueOn: string | null;
  /** Its place in the list: the due date, or the end of time without one. */
  readonly dueBy: string;
  readonly duplicateOf: string | null;
  readonly holds: readonly Hold[];
  /** The payment that is under way or done. */
  readonly payment: { readonly id: string; readonly state: PaymentState } | null;
}

interface ListedRow {
  readonly id: string;
  readonly state: InvoiceState;
  readonly payee_id: string;
  readonly payee_name: string;
  readonly number: string;
  readonly order_number: string | null;
  readonly amount_minor: string;
  readonly currency: string;
  readonly cost_centre_id: string | null;
  readonly received_on: string | null;
  readonly due_on: string | null;
  readonly due_by: string;
  readonly duplicate_of: string | null;
  readonly payment_id: string | null;
  readonly payment_state: PaymentState | null;
}

export interface InvoiceFilter {
  readonly states: readonly InvoiceState[];
  readonly payeeId: string | null;
  readonly orderNumber: string | null;
  /** Only those due before this day. */
  readonly dueBefore: string | null;
  /** Only those with an open hold, or only those without. */
  readonly held: boolean | null;
}

const FITS = `i.tenant_id = app.tenant()
    and i.state = any($1::text[])
    and ($2::text is null or i.payee_id = $2)
    and ($3::text is null or i.order_number = $3)
    and ($4::date is null or i.due_by < $4)
    and ($5::boolean is null or $5 = exists (
      select from payments.hold h where h.tenant_id = app.tenant() and h.invoice_id = i.id and h.state = 'open'))`;

const PAGE = {
  name: 'payments_invoices',
  text: `select x.id, x.state, x.payee_id, p.name as payee_name, x.number, x.order_number, x.amount_minor, x.currency, x.cost_centre_id,
      to_char(x.received_on, 'YYYY-MM-DD') as received_on, to_char(x.due_on, 'YYYY-MM-DD') as due_on,
      to_char(x.due_by, 'YYYY-MM-DD') as due_by, x.duplicate_of, y.id as payment_id, y.state as payment_state
    from (select i.* from payments.invoice i
      where ${FITS} and ($6::date is null or (i.due_by, i.id) > ($6, $7::text))
      order by i.due_by, i.id limit $8) x
    join payments.payee p on p.tenant_id = app.tenant() and p.id = x.payee_id
    left join payments.payment y on y.tenant_id = app.tenant() and y.invoice_id = x.id and y.state not in ('failed', 'cancelled')
    order by x.due_by, x.id`,
} as const;

const COUNT = {
  name: 'payments_invoices_count',
  text: `select count(*) as total from payments.invoice i where ${FITS}`,
} as const;

function listedOf(row: ListedRow, holds: readonly Hold[]): ListedInvoice {
  const { payment_id: payment, payment_state: state } = row;
  return {
    ...{ id: row.id, state: row.state, payeeId: row.payee_id, payeeName: row.payee_name, number: row.number },
    ...{ orderNumber: row.order_number, amount: { minor: BigInt(row.amount_minor), currency: row.currency } },
    ...{ costCentreId: row.cost_centre_id, receivedOn: row.received_on, dueOn: row.due_on, dueBy: row.due_by },
    duplicateOf: row.duplicate_of,
    holds: holds.filter(({ invoiceId }) => invoiceId === row.id),
    payment: payment === null || state === null ? null : { id: payment, state },
  };
}

export interface InvoicePlace {
  readonly dueBy: string;
  readonly id: string;
}

/** Invoices, those due first before the others, and how many fit in all. */
export async function listInvoicesOf(
  tx: TenantTx,
  { states, payeeId, orderNumber, dueBefore, held }: InvoiceFilter,
  page: { readonly after: InvoicePlace | null; readonly limit: number },
): Promise<{ readonly invoices: readonly ListedInvoice[]; readonly total: number }> {
  const which = [states, payeeId, orderNumber, dueBefore, held];
  const place = [page.after?.dueBy ?? null, page.after?.id ?? null, page.limit];
  const { rows, total } = await readPage<ListedRow>(tx, { page: PAGE, count: COUNT }, which, place);
  const holds = await openHolds(
    tx,
    rows.map(({ id }) => id),
  );
  return { invoices: rows.map((row) => listedOf(row, holds)), total };
}
