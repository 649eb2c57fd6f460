import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';

const ONE = {
  name: 'logistics_carrier',
  text: 'select c.id from logistics.carrier c where c.tenant_id = app.tenant() and c.id = $1',
} as const;

const IDS = {
  name: 'logistics_carrier_ids',
  text: 'select c.id, count(*) over () as total from logistics.carrier c where c.tenant_id = app.tenant() order by c.id limit 20',
} as const;

export async function isCarrier(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.query(ONE, [id])).length > 0;
}

/** Ids of the tenant's carriers, 20 at most, and how many there are: what a refusal names as accepted. */
export function carrierIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}
