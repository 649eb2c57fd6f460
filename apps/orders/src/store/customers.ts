import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';

const IS_CUSTOMER = {
  name: 'orders_is_customer',
  text: 'select exists (select from orders.customer c where c.tenant_id = app.tenant() and c.id = $1) as found',
} as const;

const IDS = {
  name: 'orders_customer_ids',
  text: `select c.id, (select count(*)::int from orders.customer a where a.tenant_id = app.tenant()) as total
         from orders.customer c where c.tenant_id = app.tenant() order by c.id limit 10`,
} as const;

const IS_ORDERED = {
  name: 'orders_is_ordered',
  text: 'select exists (select from orders.order_line l where l.tenant_id = app.tenant() and l.sku = $1) as found',
} as const;

export async function isCustomer(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(IS_CUSTOMER, [id]);
  return row?.found === true;
}

/** The first ten ids, and how many there are. */
export function customerIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}

/** Whether any order of the tenant has a line of this SKU. */
export async function isOrdered(tx: TenantTx, sku: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(IS_ORDERED, [sku]);
  return row?.found === true;
}
