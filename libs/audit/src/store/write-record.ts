import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';

const WRITE = {
  name: 'audit_write',
  text: 'insert into audit.entry (tenant_id, record) values ($1, $2)',
} as const;

/** Appends one record, canonical text, of what a login itself did. Instant, transaction and role are the database's to say. */
export async function writeRecord(tx: TenantTx, record: string): Promise<void> {
  await tx.query(WRITE, [tx.tenant, record]);
}

/** The same in a transaction of its own and one round trip, for what has no other transaction to share. */
export async function appendRecord(door: Pick<TenantDoor, 'append'>, tenant: TenantId, record: string): Promise<void> {
  await door.append(tenant, WRITE, [tenant, record]);
}
