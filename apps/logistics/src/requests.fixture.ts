import { decideBySecret, readRequest } from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import { handleDue, type CallOutcome, type Runtime, type ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';

type Input = Readonly<Record<string, unknown>>;

/** As much of a test's stage as these need. */
interface Server {
  readonly runtime: Runtime;
  readonly database: { door(login: 'supercargo_terminal'): TenantDoor };
  principal(person: string): { readonly tenant: TenantId };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

export interface Requests {
  /** A new request, from a host that shows no forms; its id. */
  readonly asked: (person: string, tool: string, input: Input) => Promise<string>;
  /** Another person's yes on a terminal: what the ledger refuses, or null. */
  readonly approve: (id: string, person: string) => Promise<string | null>;
  /** Done by the worker, as far as it goes; where the request then stands, and why. */
  readonly worked: (id: string) => Promise<{ readonly state: string; readonly reason: string | null }>;
}

/** What people and the worker do about the requests of a stage. */
export function requestsOf(stage: Server): Requests {
  const { runtime } = stage;
  const { tenant } = stage.principal('nobody');
  const terminal = stage.database.door('supercargo_terminal');
  return {
    async asked(person, tool, own) {
      const outcome = await stage.call(person, tool, { ...own, idempotency_key: runtime.newId() });
      if (outcome.kind !== 'answered') throw new Error(`no request was made: ${JSON.stringify(outcome)}`);
      return String(outcome.structured['request_id']);
    },
    async approve(requestId, person) {
      const { refusal } = await terminal.write(tenant, async (tx) => {
        const request = await readRequest(tx, requestId);
        if (request === undefined) throw new Error('no such request');
        const secret = `secret of ${person}`;
        return decideBySecret(tx, {
          requestId,
          person,
          secret,
          planDigest: request.planDigest,
          approve: true,
          reason: null,
        });
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
