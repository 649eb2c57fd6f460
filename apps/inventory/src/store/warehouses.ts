import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';

export interface Warehouse {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
}

const ONE = {
  name: 'inventory_warehouse',
  text: 'select w.id, w.name, w.country from inventory.warehouse w where w.tenant_id = app.tenant() and w.id = $1',
} as const;

const IDS = {
  name: 'inventory_warehouse_ids',
  text: 'select w.id, count(*) over () as total from inventory.warehouse w where w.tenant_id = app.tenant() order by w.id limit 20',
} as const;

export async function readWarehouse(tx: TenantTx, id: string): Promise<Warehouse | undefined> {
  const [row] = await tx.query<{ id: string; name: string; country: string | null }>(ONE, [id]);
  return row;
}

/** Ids of the tenant's warehouses, 20 at most, and how many there are: what a refusal names as accepted. */
export function warehouseIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}
