import type { TenantTx } from '@supercargo/tenancy';

const WRITE = {
  name: 'audit_write',
  text: 'insert into audit.entry (tenant_id, record) values ($1, $2)',
} as const;

/** Appends one record, canonical text, of what a login itself did. Instant, transaction and role are the database's to say. */
export async function writeRecord(tx: TenantTx, record: string): Promise<void> {
  await tx.query(WRITE, [tx.tenant, record]);
}
