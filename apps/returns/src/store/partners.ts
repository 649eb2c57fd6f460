import type { KnownIds, Money } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';

const CUSTOMER = {
  name: 'returns_customer',
  text: 'select c.id from returns.customer c where c.tenant_id = app.tenant() and c.id = $1',
} as const;

const CARRIER = {
  name: 'returns_carrier',
  text: 'select c.id, c.name, c.label_minor, c.currency from returns.carrier c where c.tenant_id = app.tenant() and c.id = $1',
} as const;

const CARRIER_IDS = {
  name: 'returns_carrier_ids',
  text: 'select c.id, count(*) over () as total from returns.carrier c where c.tenant_id = app.tenant() order by c.id limit 20',
} as const;

export async function isCustomer(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.query(CUSTOMER, [id])).length > 0;
}

/** Who carries goods back, and what a label of theirs costs. */
export interface Carrier {
  readonly id: string;
  readonly name: string;
  readonly labelPrice: Money;
}

export async function readCarrier(tx: TenantTx, id: string): Promise<Carrier | undefined> {
  const [row] = await tx.query<{ id: string; name: string; label_minor: string; currency: string }>(CARRIER, [id]);
  if (row === undefined) return undefined;
  return { id: row.id, name: row.name, labelPrice: { minor: BigInt(row.label_minor), currency: row.currency } };
}

/** Ids of the carriers, 20 at most, and how many there are: what a refusal names as accepted. */
export function carrierIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, CARRIER_IDS);
}
