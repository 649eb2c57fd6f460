import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';

const ONE = {
  name: 'inventory_supplier',
  text: 'select v.id from inventory.supplier v where v.tenant_id = app.tenant() and v.id = $1',
} as const;

const IDS = {
  name: 'inventory_supplier_ids',
  text: 'select v.id, count(*) over () as total from inventory.supplier v where v.tenant_id = app.tenant() order by v.id limit 20',
} as const;

export async function isSupplier(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.query(ONE, [id])).length > 0;
}

/** Ids of the tenant's suppliers, 20 at most, and how many there are: what a refusal names as accepted. */
export function supplierIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}
