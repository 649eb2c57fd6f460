import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

const FLAG_DELAYED = {
  name: 'orders_flag_delayed',
  text: 'select orders.flag_delayed($1::uuid) as outcome',
} as const;

/** Flags the orders that a late shipment endangers, as the event that this transaction took names them. The outcome in words. */
export async function flagDelayed(tx: TenantTx, eventId: string): Promise<string> {
  const [row] = await tx.query<{ outcome: string | null }>(FLAG_DELAYED, [eventId]);
  assert(typeof row?.outcome === 'string', 'the event was taken by this transaction');
  return row.outcome;
}
