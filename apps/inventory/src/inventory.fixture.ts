import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { DEMO_FACTS } from './import/demo/facts.ts';
import { writeDemo } from './import/demo/store/write-demo.ts';
import { inventory } from './server.ts';

/** As much of a test's stage as these need. */
interface Server {
  readonly runtime: { newId(): string };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

interface Doors {
  door(login: 'supercargo_importer', overrides: { readonly connectionsMax: number }): TenantDoor;
}

/** The demo company's facts in any tenant, loaded as the importer loads them. */
async function load(database: Doors, tenant: TenantId): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  const facts = DEMO_FACTS[tenant] ?? DEMO_FACTS['acme'];
  try {
    if (facts !== undefined) await door.write(tenant, (tx) => writeDemo(tx, facts, 'EUR'));
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
  mayAskAll: 'supply_chain_manager',
  good: {
    get_stock: async () => ({ sku: 'COF-1KG', warehouse: 'HAM-1' }),
    create_reorder: async (stage: Server) => ({
      ...{ sku: 'COF-1KG', quantity: 3, warehouse: 'HAM-1', reason: 'stock is low' },
      idempotency_key: stage.runtime.newId(),
    }),
    cancel_reorder: async (stage: Server) => ({
      purchase_order_id: await newPurchaseOrder(stage, 'supply_chain_manager'),
    }),
  },
  write: {
    tool: 'create_reorder',
    inputs: [
      { sku: 'COF-1KG', quantity: 4, warehouse: 'HAM-1' },
      { sku: 'TEA-ASM', quantity: 5, warehouse: 'RTM-1' },
    ],
  },
} as const;
