import type { KnownIds, Money } from '@supercargo/kernel';
import { readKnownIds, readPage, type TenantTx } from '@supercargo/tenancy';
import type { PayeeFacts } from '../domain/payee.ts';
import type { PaymentState } from '../domain/states.ts';

export interface Payee extends PayeeFacts {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  /** Tells whether an account is still the same; null where none is recorded. */
  readonly accountHash: string | null;
  readonly verifiedBy: string | null;
}

/** A payee's columns in a row of any statement, by their names here. */
export interface PayeeRow {
  readonly payee_id: string;
  readonly payee_name: string;
  readonly country: string | null;
  readonly account_last4: string | null;
  readonly account_hash: string | null;
  readonly changed_at: Date;
  readonly verified_at: Date | null;
  readonly verified_by: string | null;
  readonly allowed: boolean;
}

export const PAYEE_COLUMNS = `p.id as payee_id, p.name as payee_name, p.country, p.account_last4, p.account_hash, p.changed_at, p.verified_at,
  p.verified_by, p.allowed`;

export function payeeOf(row: PayeeRow): Payee {
  return {
    ...{ id: row.payee_id, name: row.payee_name, country: row.country, allowed: row.allowed },
    ...{ accountLast4: row.account_last4, accountHash: row.account_hash, changedAt: row.changed_at },
    ...{ verifiedAt: row.verified_at, verifiedBy: row.verified_by },
  };
}

const ONE = {
  name: 'payments_payee',
  text: `select ${PAYEE_COLUMNS} from payments.payee p where p.tenant_id = app.tenant() and p.id = $1`,
} as const;

const IDS = {
  name: 'payments_payee_ids',
  text: `select p.id, (select count(*) from payments.payee c where c.tenant_id = app.tenant()) as total
         from payments.payee p where p.tenant_id = app.tenant() order by p.id limit 20`,
} as const;

export async function readPayee(tx: TenantTx, id: string): Promise<Payee | undefined> {
  const [row] = await tx.query<PayeeRow>(ONE, [id]);
  return row === undefined ? undefined : payeeOf(row);
}

/** Ids of the tenant's payees, 20 at most, and how many there are: what a refusal names as accepted. */
export function payeeIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}

/** A payment as its payee's page shows it. */
export interface PaymentToPayee {
  readonly id: string;
  readonly state: PaymentState;
  readonly amount: Money;
  readonly proposedAt: Date;
  readonly invoiceId: string;
}

interface PaymentToPayeeRow {
  readonly id: string;
  readonly state: PaymentState;
  readonly amount_minor: string;
  readonly currency: string;
  readonly proposed_at: Date;
  readonly invoice_id: string;
}

// Not the list of all transactions: a plan for any of its filters reads a company's payments whole, so each call would be planned anew.
const LAST_PAYMENTS = {
  name: 'payments_payee_payments',
  text: `select y.id, y.state, y.amount_minor, y.currency, y.proposed_at, y.invoice_id from payments.payment y
         where y.tenant_id = app.tenant() and y.payee_id = $1 order by y.proposed_at desc, y.id desc limit $2`,
} as const;

// Behind a select PostgreSQL does not look how much this payee is paid: one plan is for all of them.
const COUNT_PAYMENTS = {
  name: 'payments_payee_payments_count',
  text: 'select count(*) as total from payments.payment y where y.tenant_id = app.tenant() and y.payee_id = (select $1::text)',
} as const;

/** The last payments of a payee, the newest first, and how many it has in all. */
export async function lastPaymentsTo(
  tx: TenantTx,
  payee: string,
  limit: number,
): Promise<{ readonly payments: readonly PaymentToPayee[]; readonly total: number }> {
  const statements = { page: LAST_PAYMENTS, count: COUNT_PAYMENTS };
  const { rows, total } = await readPage<PaymentToPayeeRow>(tx, statements, [payee], [limit]);
  const payments = rows.map(({ id, state, amount_minor: minor, currency, proposed_at, invoice_id }) => ({
    ...{ id, state, amount: { minor: BigInt(minor), currency } },
    ...{ proposedAt: proposed_at, invoiceId: invoice_id },
  }));
  return { payments, total };
}
