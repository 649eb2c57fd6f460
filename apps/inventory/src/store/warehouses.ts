import type { TenantTx } from '@supercargo/tenancy';

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
  text: 'select w.id from inventory.warehouse w where w.tenant_id = app.tenant() order by w.id limit 20',
} as const;

export async function readWarehouse(tx: TenantTx, id: string): Promise<Warehouse | undefined> {
  const [row] = await tx.query<{ id: string; name: string; country: string | null }>(ONE, [id]);
  return row;
}

/** Ids of the tenant's warehouses, 20 at most: what a refusal names as accepted. */
export async function warehouseIds(tx: TenantTx): Promise<readonly string[]> {
  return (await tx.query<{ id: string }>(IDS)).map((row) => row.id);
}
