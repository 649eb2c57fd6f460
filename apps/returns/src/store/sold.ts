import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

const RECORD_DELIVERED = {
  name: 'returns_record_delivered',
  text: 'select returns.record_delivered($1::uuid) as outcome',
} as const;

/** Records a line that was delivered, as the event that this transaction took says it. The outcome in words. */
export async function recordDelivered(tx: TenantTx, eventId: string): Promise<string> {
  const [row] = await tx.query<{ outcome: string | null }>(RECORD_DELIVERED, [eventId]);
  assert(typeof row?.outcome === 'string', 'the event was taken by this transaction');
  return row.outcome;
}
