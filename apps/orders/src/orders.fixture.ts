import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { addDays, dayOf } from './domain/days.ts';
import { DEMO } from './import/demo/load-demo.ts';
import { orders } from './server.ts';
import { ORDERS_WRITES } from './store/writes.fixture.ts';

/** As much of a test's stage as these need. */
interface Server {
  readonly runtime: { newId(): string };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

interface Doors {
  door(login: 'supercargo_importer', overrides: { readonly connectionsMax: number }): TenantDoor;
}

/** A day from today, as the demo's own days are. */
export const inDays = (days: number): string => addDays(dayOf(new Date()), days);

/** The story's orders of the demo company in any tenant, loaded as the importer loads them. */
async function load(database: Doors, tenant: TenantId): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  try {
    await door.write(tenant, (tx) => DEMO.load(tx, { tenant, currency: 'EUR', today: inDays(0), extent: 'core' }));
  } finally {
    await door.close();
  }
}

/** What a write that this person consented to did: its result as the answer has it. */
export async function executed(
  stage: Server,
  person: string,
  tool: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const received = { ...input, idempotency_key: stage.runtime.newId() };
  const asked = await stage.call(person, tool, received, { canElicit: true });
  if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  const answer = await stage.call(person, tool, received, { resumed });
  if (answer.kind !== 'answered' || answer.structured['outcome'] !== 'executed') {
    throw new Error(JSON.stringify(answer));
  }
  return answer.structured['result'] as Readonly<Record<string, unknown>>;
}

/** A flag of another shipment each time, raised by this person’s own consent; its id. */
export async function newFlag(stage: Server, person: string, order = 'SO-1002'): Promise<string> {
  const shipment = `SHP-${stage.runtime.newId()}`;
  const input = { order, kind: 'late_shipment', severity: 'critical', note: 'stuck', shipment };
  return String((await executed(stage, person, 'flag_order', input))['flag_id']);
}

/** Orders, as the contract of all servers needs to know it. */
export const ORDERS = {
  definition: orders,
  login: 'supercargo_orders',
  load,
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    find_orders: async () => ({
      ...{ text: 'carla', customer: 'CUS-CARLA', kind: 'sale', states: ['allocated'], sku: 'COF-1KG' },
      ...{ promised_before: '2199-12-31', overdue: false, flagged: false, limit: 5 },
    }),
    get_order: async () => ({ order: 'SO-1005' }),
    flag_order: async (stage: Server) => ({
      ...{ order: 'SO-1002', kind: 'late_shipment', severity: 'critical', note: 'no word from the carrier' },
      shipment: `SHP-${stage.runtime.newId()}`,
    }),
    clear_flag: async (stage: Server) => ({ flag_id: await newFlag(stage, 'everybody') }),
    split_shipment: async () => ({ order: 'SO-1005', lines: [{ line: 1, quantity: 20 }], promised_on: inDays(3) }),
  },
  write: {
    tool: 'flag_order',
    inputs: [
      { order: 'SO-1002', kind: 'customer_request' },
      { order: 'SO-1005', kind: 'address', note: 'the street is not there' },
    ],
  },
  writes: ORDERS_WRITES,
} as const;
