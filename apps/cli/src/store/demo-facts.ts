import { SERVERS, type ServerName } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/**
 * Each by a key that has an index. A server's facts of a demo company come in one transaction: where these are, all are. Orders of
 * people start with a number too, so that of a purchase order is asked for by a range that only the demo has.
 */
const LOADED = {
  name: 'cli_demo_loaded',
  text: `select
      exists (select from inventory.purchase_order x
        where x.tenant_id = app.tenant() and x.number >= 'PO-' and x.number < 'PO.') as inventory,
      exists (select from logistics.carrier x where x.tenant_id = app.tenant()) as logistics,
      exists (select from orders.customer x where x.tenant_id = app.tenant()) as orders,
      exists (select from returns.rma x where x.tenant_id = app.tenant()) as returns,
      exists (select from payments.payee x where x.tenant_id = app.tenant()) as payments`,
} as const;

/**
 * The servers whose facts of a demo company are not there yet. Each import looks again under its lock: this only saves starting it for
 * nothing.
 */
export async function withoutDemoFacts(tx: TenantTx): Promise<readonly ServerName[]> {
  const [row] = await tx.query<Record<ServerName, boolean>>(LOADED);
  return SERVERS.filter((server) => row?.[server] !== true);
}
