import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { addDays, dayOf } from './domain/days.ts';
import { DEMO } from './import/demo/load-demo.ts';
import { logistics } from './server.ts';
import { LOGISTICS_WRITES } from './store/writes.fixture.ts';

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

/** Loads the demo company's shipments into any tenant as the importer loads them: the story's, or all. */
export async function load(database: Doors, tenant: TenantId, extent: 'core' | 'whole' = 'core'): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  try {
    await door.write(tenant, (tx) => DEMO.load(tx, { tenant, currency: 'EUR', today: inDays(0), extent }));
  } finally {
    await door.close();
  }
}

type Answer = Readonly<Record<string, unknown>>;

/** What a write that this person consented to did: its result as the answer has it. */
export async function executed(stage: Server, person: string, tool: string, input: Answer): Promise<Answer> {
  const received = { ...input, idempotency_key: stage.runtime.newId() };
  const asked = await stage.call(person, tool, received, { canElicit: true });
  if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  const answer = await stage.call(person, tool, received, { resumed });
  if (answer.kind !== 'answered' || answer.structured['outcome'] !== 'executed') {
    throw new Error(JSON.stringify(answer));
  }
  return answer.structured['result'] as Answer;
}

export async function tracked(stage: Server, shipment: string, person = 'everybody'): Promise<Answer> {
  const outcome = await stage.call(person, 'track_shipment', { shipment });
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  return outcome.structured;
}

export const RAIL = 'RT-RAIL-NLRTM-DEHAM';
export const FEEDER = 'RT-BLUE-NLRTM-DEHAM';

/** A reroute of the shipment in customs, by whichever of two routes it does not go by yet, that this person consented to. */
export async function newReroute(stage: Server, person: string): Promise<Answer> {
  const { route } = await tracked(stage, 'SHP-2002', person);
  return executed(stage, person, 'reroute_shipment', { shipment: 'SHP-2002', route: route === RAIL ? FEEDER : RAIL });
}

/** Logistics, as the contract of all servers needs to know it. */
export const LOGISTICS = {
  definition: logistics,
  login: 'supercargo_logistics',
  load: (database: Doors, tenant: TenantId): Promise<void> => load(database, tenant),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    track_shipment: async () => ({ shipment: 'SHP-2002' }),
    list_delayed_shipments: async () => ({
      ...{ status: 'open', carrier: 'CAR-BLUE', country: 'DE', mode: 'sea', min_days_late: 2, limit: 5 },
    }),
    compare_carriers: async () => ({
      ...{ origin: 'BRSSZ', destination: 'DEHAM', country: 'DE', mode: 'sea', since: inDays(-90) },
    }),
    carrier_performance: async () => ({
      ...{ by: 'mode', since: inDays(-90), until: inDays(0), carrier: 'CAR-BLUE', mode: 'sea', country: 'DE' },
    }),
    reroute_shipment: async (stage: Server) => ({
      ...{ shipment: 'SHP-2003', route: FEEDER, reason: 'the feeder was missed' },
      idempotency_key: stage.runtime.newId(),
    }),
    cancel_reroute: async (stage: Server) => ({
      reroute_id: (await newReroute(stage, 'everybody'))['reroute_id'],
    }),
    reroute_driver: async (stage: Server) => ({
      ...{ driver: 'DRV-02', region: 'SOUTH', idempotency_key: stage.runtime.newId() },
    }),
    assign_driver: async (stage: Server) => ({
      ...{ shipment: 'SHP-2002', driver: 'DRV-01', idempotency_key: stage.runtime.newId() },
    }),
  },
  write: {
    tool: 'reroute_shipment',
    inputs: [
      { shipment: 'SHP-2003', route: FEEDER },
      { shipment: 'SHP-2003', route: RAIL },
    ],
  },
  writes: LOGISTICS_WRITES,
} as const;
