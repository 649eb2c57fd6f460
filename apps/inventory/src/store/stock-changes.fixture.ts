import { decideBySecret, readRequest } from '@supercargo/approval';
import { handleDue, type CallOutcome, type Principal, type Runtime, type ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';

type Input = Readonly<Record<string, unknown>>;

/** As much of a test's stage as these need. */
interface Stage {
  readonly database: {
    admin<Row extends object>(text: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
    door(login: 'supercargo_terminal'): TenantDoor;
  };
  readonly runtime: Runtime;
  principal(person: string): Principal;
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

/** A company whose people change its stock, and what its system of record then holds. */
export interface Changes {
  /** Asked and answered with yes in one host; the tool's answer. */
  consented(person: string, tool: string, input: Input): Promise<Input>;
  /** Asked in a host that shows no forms; the id of the request that waits. */
  asked(person: string, tool: string, input: Input): Promise<string>;
  /** Another person's yes on a terminal: what the ledger refuses, or null. */
  approve(id: string, person: string): Promise<string | null>;
  /** Done by the worker, as far as it goes; where the request then stands, and why. */
  worked(id: string): Promise<{ readonly state: string; readonly reason: string | null }>;
  record(sku: string, warehouse: string, onHand: number, allocated?: number): Promise<void>;
  onHand(sku: string, warehouse: string): Promise<number | undefined>;
  movements(sku: string): Promise<readonly Input[]>;
}

function requestIdOf(outcome: CallOutcome): string {
  if (outcome.kind === 'consent') return outcome.request.id;
  if (outcome.kind === 'answered') return String(outcome.structured['request_id']);
  throw new Error(`no request was made: ${JSON.stringify(outcome)}`);
}

export function changesOf(stage: Stage): Changes {
  return { ...callsOf(stage), ...recordOf(stage) };
}

function callsOf(stage: Stage): Pick<Changes, 'consented' | 'asked' | 'approve' | 'worked'> {
  const { database, runtime } = stage;
  const { tenant } = stage.principal('nobody');
  const terminal = database.door('supercargo_terminal');
  return {
    async consented(person, tool, own) {
      const input = { ...own, idempotency_key: runtime.newId() };
      const requestId = requestIdOf(await stage.call(person, tool, input, { canElicit: true }));
      const outcome = await stage.call(person, tool, input, { resumed: { requestId, answer: 'given' } });
      return outcome.kind === 'answered' ? outcome.structured : { outcome: outcome.kind };
    },
    asked: async (person, tool, own) =>
      requestIdOf(await stage.call(person, tool, { ...own, idempotency_key: runtime.newId() })),
    async approve(requestId, person) {
      const { refusal } = await terminal.write(tenant, async (tx) => {
        const request = await readRequest(tx, requestId);
        if (request === undefined) throw new Error('no such request');
        const secret = `secret of ${person}`;
        const decision = { requestId, person, secret, planDigest: request.planDigest, approve: true, reason: null };
        return decideBySecret(tx, decision);
      });
      return refusal;
    },
    async worked(id) {
      await handleDue(runtime, tenant, id);
      const request = await terminal.read(tenant, (tx) => readRequest(tx, id));
      return { state: request?.state ?? 'gone', reason: request?.reason ?? null };
    },
  };
}

function recordOf(stage: Stage): Pick<Changes, 'record' | 'onHand' | 'movements'> {
  const { database } = stage;
  const { tenant } = stage.principal('nobody');
  return {
    async record(sku, warehouse, onHand, allocated = 0) {
      await database.admin(
        `insert into inventory.stock (tenant_id, sku, warehouse_id, on_hand, allocated, recorded_at)
         values ($1, $2, $3, $4, $5, clock_timestamp())
         on conflict (tenant_id, sku, warehouse_id) do update set on_hand = excluded.on_hand, allocated = excluded.allocated`,
        [tenant, sku, warehouse, onHand, allocated],
      );
    },
    async onHand(sku, warehouse) {
      const [row] = await database.admin<{ on_hand: number }>(
        'select on_hand::int from inventory.stock where tenant_id = $1 and sku = $2 and warehouse_id = $3',
        [tenant, sku, warehouse],
      );
      return row?.on_hand;
    },
    movements: (sku) =>
      database.admin(
        `select m.warehouse_id, m.kind, m.quantity::int, m.reason, e.tool from inventory.movement m
         join inventory.effect e on (e.tenant_id, e.execution_id) = (m.tenant_id, m.done_by)
         where m.tenant_id = $1 and m.sku = $2 order by m.occurred_at, m.quantity`,
        [tenant, sku],
      ),
  };
}
