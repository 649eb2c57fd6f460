import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { Payment } from './payments.ts';

/** What release_payment says it did, once the rail has settled it. */
export const ReleaseResult = z.object({ payment_id: z.string() });

/** What a release is held to beside the invoice and its payee. */
export interface ToRelease {
  /** Null where the payment is no longer proposed, or its payee has none. */
  readonly account: string | null;
  /** How order, receipts and invoice match, as the effect compares it. */
  readonly match: string;
  /** Minor units of other payments to the payee that were proposed within 24 hours, in the same currency. */
  readonly others: readonly bigint[];
}

// Behind a select PostgreSQL does not look how much the payee is paid, and takes one plan for all of them; and the time is read once, so that
// the index of a payee's payments is entered at the last day's.
const TO_RELEASE = {
  name: 'payments_to_release',
  text: `select payments.account_to_pay($1) as account, payments.match_of($2) as match,
           array(select y.amount_minor::text from payments.payment y
             where y.tenant_id = app.tenant() and y.payee_id = (select $3::text) and y.currency = $4 and y.state = 'proposed' and y.id <> $1
               and y.proposed_at > (select clock_timestamp() - interval '24 hours')
             order by y.proposed_at desc limit 1000) as others`,
} as const;

export async function readToRelease(tx: TenantTx, payment: Payment): Promise<ToRelease> {
  const [row] = await tx.query<{ account: string | null; match: string; others: readonly string[] }>(TO_RELEASE, [
    ...[payment.id, payment.invoiceId, payment.payeeId, payment.amount.currency],
  ]);
  return {
    account: row?.account ?? null,
    match: row?.match ?? 'not known',
    others: (row?.others ?? []).map(BigInt),
  };
}
