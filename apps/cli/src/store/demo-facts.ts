import type { TenantTx } from '@supercargo/tenancy';

/** By a range of numbers, which has an index. A demo company comes in one transaction: where its purchase orders are, all is. */
const LOADED = {
  name: 'cli_demo_loaded',
  text: `select exists (select from inventory.purchase_order o
           where o.tenant_id = app.tenant() and o.number >= 'PO-' and o.number < 'PO.') as loaded`,
} as const;

/** Whether the demo company's facts are there. The import looks again under its lock: this only saves starting it for nothing. */
export async function hasDemoFacts(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ loaded: boolean }>(LOADED);
  return row?.loaded === true;
}
