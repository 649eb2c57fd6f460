import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { PaymentState } from '../domain/states.ts';

/** What propose_payment and cancel_payment say they did. */
export const PaymentResult = z.object({ payment_id: z.string(), invoice_id: z.string(), payment_state: z.string() });

export interface Payment {
  readonly id: string;
  readonly state: PaymentState;
  readonly invoiceId: string;
  readonly payeeId: string;
  readonly payeeName: string;
  readonly amount: Money;
  readonly costCentreId: string | null;
  /** Who asked for it; null where it came by import. */
  readonly proposer: string | null;
  readonly proposedAt: Date;
  readonly railReference: string | null;
  readonly settledAt: Date | null;
  /** Why it failed or is unknown, in a sentence of ours. */
  readonly why: string | null;
}

interface PaymentRow {
  readonly id: string;
  readonly state: PaymentState;
  readonly invoice_id: string;
  readonly payee_id: string;
  readonly payee_name: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly cost_centre_id: string | null;
  readonly proposer: string | null;
  readonly proposed_at: Date;
  readonly rail_reference: string | null;
  readonly settled_at: Date | null;
  readonly why: string | null;
}

const ONE = {
  name: 'payments_payment',
  text: `select y.id, y.state, y.invoice_id, y.payee_id, p.name as payee_name, y.amount_minor, y.currency, y.cost_centre_id, y.proposer,
      y.proposed_at, y.rail_reference, y.settled_at, y.why
    from payments.payment y join payments.payee p on p.tenant_id = y.tenant_id and p.id = y.payee_id
    where y.tenant_id = app.tenant() and y.id = $1`,
} as const;

export async function readPayment(tx: TenantTx, id: string): Promise<Payment | undefined> {
  const [row] = await tx.query<PaymentRow>(ONE, [id]);
  if (row === undefined) return undefined;
  return {
    ...{ id: row.id, state: row.state, invoiceId: row.invoice_id, payeeId: row.payee_id, payeeName: row.payee_name },
    amount: { minor: BigInt(row.amount_minor), currency: row.currency },
    ...{ costCentreId: row.cost_centre_id, proposer: row.proposer, proposedAt: row.proposed_at },
    ...{ railReference: row.rail_reference, settledAt: row.settled_at, why: row.why },
  };
}
