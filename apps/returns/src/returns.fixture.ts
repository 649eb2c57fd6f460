import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { DEMO } from './import/demo/load-demo.ts';
import { returns } from './server.ts';
import { newReturn, RETURNS_WRITES, type Desk } from './store/writes.fixture.ts';

/** As much of a test's stage as these need. */
interface Server extends Desk {
  readonly runtime: { newId(): string };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

interface Doors {
  door(login: 'supercargo_importer', overrides: { readonly connectionsMax: number }): TenantDoor;
}

/** The story's rows of the demo company in any tenant, loaded as the importer loads them. */
async function load(database: Doors, tenant: TenantId): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  const today = new Date().toISOString().slice(0, 10);
  try {
    await door.write(tenant, (tx) => DEMO.load(tx, { tenant, currency: 'EUR', today, extent: 'core' }));
  } finally {
    await door.close();
  }
}

/** The label of a return that was approved for it, issued by this person's own consent; its id. */
export async function newLabel(stage: Server, person: string, rmaId?: string): Promise<string> {
  const id = rmaId ?? (await newReturn(stage, { state: 'approved' }));
  const received = { rma_id: id, carrier: 'CAR-SWIFT', idempotency_key: stage.runtime.newId() };
  const asked = await stage.call(person, 'issue_label', received, { canElicit: true });
  if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  const executed = await stage.call(person, 'issue_label', received, { resumed });
  const result = executed.kind === 'answered' ? (executed.structured['result'] as Record<string, unknown>) : {};
  return String(result['label_id']);
}

/** Returns, as the contract of all servers needs to know it. */
export const RETURNS = {
  definition: returns,
  login: 'supercargo_returns',
  load,
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    list_returns: async () => ({
      ...{ states: ['requested'], customer: 'CUS-CARLA', reason: 'defective', older_than_days: 1 },
      ...{ value_over: '1000.00', limit: 5 },
    }),
    get_return: async () => ({ rma_id: 'RMA-3001' }),
    approve_return: async (stage: Server) => ({ rma_id: await newReturn(stage) }),
    reject_return: async (stage: Server) => ({ rma_id: await newReturn(stage), reason: 'the seal was broken' }),
    issue_label: async (stage: Server) => ({
      ...{ rma_id: await newReturn(stage, { state: 'approved' }), carrier: 'CAR-SWIFT' },
    }),
    void_label: async (stage: Server) => ({ label_id: await newLabel(stage, 'everybody') }),
  },
  write: { tool: 'approve_return', inputs: [{ rma_id: 'RMA-3001' }, { rma_id: 'RMA-3002' }] },
  writes: RETURNS_WRITES,
} as const;
