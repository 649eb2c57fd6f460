import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

const RECORD = { name: 'payments_record_receipt', text: 'select payments.record_receipt($1) as outcome' } as const;

/** Records what the event says was received; what came of it, in words. The event was taken in this transaction. */
export async function recordReceipt(tx: TenantTx, eventId: string): Promise<string> {
  const [row] = await tx.query<{ outcome: string | null }>(RECORD, [eventId]);
  assert(typeof row?.outcome === 'string', 'an event that was taken has an outcome');
  return row.outcome;
}
