import type { TenantTx } from '@supercargo/tenancy';
import type { KnownIds } from '../domain/refusals.ts';

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

export interface IdRow {
  readonly id: string;
  readonly total: string;
}

export function knownIds(rows: readonly IdRow[]): KnownIds {
  return { ids: rows.map(({ id }) => id), total: Number(rows[0]?.total ?? 0) };
}

/** Ids of the tenant's carriers, 20 at most, and how many there are: what a refusal names as accepted. */
export async function carrierIds(tx: TenantTx): Promise<KnownIds> {
  return knownIds(await tx.query<IdRow>(IDS));
}
