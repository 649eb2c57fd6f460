import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { BLUEPRINTS } from './import/demo/blueprints.ts';
import { loadDemo } from './import/demo/load-demo.ts';
import { inventory } from './server.ts';
import { INVENTORY_WRITES } from './store/writes.fixture.ts';

/** As much of a test's stage as these need. */
interface Server {
  readonly runtime: { newId(): string };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

interface Doors {
  door(login: 'supercargo_importer', overrides: { readonly connectionsMax: number }): TenantDoor;
}

/** The story's rows of the demo company in any tenant, loaded as the importer loads them. */
async function load(database: Doors, tenant: TenantId): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  const blueprint = BLUEPRINTS[tenant] ?? BLUEPRINTS['acme'];
  const today = new Date().toISOString().slice(0, 10);
  try {
    if (blueprint !== undefined) await door.write(tenant, (tx) => loadDemo(tx, blueprint, 'EUR', today, 'core'));
  } finally {
    await door.close();
  }
}

/** A purchase order that this person had executed by their own consent; its id. */
export async function newPurchaseOrder(stage: Server, person: string, quantity = 2): Promise<string> {
  const received = { sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1', idempotency_key: stage.runtime.newId() };
  const asked = await stage.call(person, 'create_reorder', received, { canElicit: true });
  if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  const executed = await stage.call(person, 'create_reorder', received, { resumed });
  const result = executed.kind === 'answered' ? (executed.structured['result'] as Record<string, unknown>) : {};
  return String(result['purchase_order_id']);
}

/** Inventory, as the contract of all servers needs to know it. */
export const INVENTORY = {
  definition: inventory,
  login: 'supercargo_inventory',
  load,
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    find_items: async () => ({ text: 'coffee', supplier: 'SUP-FINCA', warehouse: 'HAM-1', limit: 5 }),
    get_stock: async () => ({ sku: 'COF-1KG', warehouse: 'HAM-1' }),
    list_low_stock: async () => ({ supplier: 'SUP-FINCA', warehouse: 'HAM-1', limit: 5 }),
    forecast_stockout: async () => ({ sku: 'COF-1KG', warehouse: 'HAM-1', horizon_days: 30 }),
    list_reorders: async () => ({
      states: ['open'],
      sku: 'COF-1KG',
      supplier: 'SUP-FINCA',
      warehouse: 'HAM-1',
      limit: 5,
    }),
    create_reorder: async (stage: Server) => ({
      ...{ sku: 'COF-1KG', quantity: 3, warehouse: 'HAM-1', reason: 'stock is low' },
      idempotency_key: stage.runtime.newId(),
    }),
    cancel_reorder: async (stage: Server) => ({
      purchase_order_id: await newPurchaseOrder(stage, 'everybody'),
    }),
    adjust_stock: async (stage: Server) => ({
      ...{ sku: 'COF-1KG', warehouse: 'HAM-1', change: -2, reason: 'two bags were torn' },
      idempotency_key: stage.runtime.newId(),
    }),
    transfer_stock: async (stage: Server) => ({
      ...{ sku: 'COF-1KG', from: 'RTM-1', to: 'HAM-1', quantity: 2 },
      idempotency_key: stage.runtime.newId(),
    }),
  },
  write: {
    tool: 'create_reorder',
    inputs: [
      { sku: 'COF-1KG', quantity: 4, warehouse: 'HAM-1' },
      { sku: 'TEA-ASM', quantity: 5, warehouse: 'RTM-1' },
    ],
  },
  writes: INVENTORY_WRITES,
} as const;
