import { decideBySecret, readRequest } from '@supercargo/approval';
import { handleDue, type CallOutcome, type Principal, type Runtime, type ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';

type Input = Readonly<Record<string, unknown>>;

/** As much of a test's stage as these need. */
interface Stage {
  readonly database: { door(login: 'supercargo_terminal'): TenantDoor };
  readonly runtime: Runtime;
  principal(person: string): Principal;
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

/** A returns desk whose people ask, consent and approve. */
export interface DeskPeople {
  /** Asked and answered with yes in one host; the tool's answer. */
  consented(person: string, tool: string, input: Input): Promise<Input>;
  /** Asked in a host that shows no forms; the id of the request that waits. */
  asked(person: string, tool: string, input: Input): Promise<string>;
  /** Another person's yes on a terminal: what the ledger refuses, or null. */
  approve(id: string, person: string): Promise<string | null>;
  /** Done by the worker, as far as it goes; where the request then stands, and why. */
  worked(id: string): Promise<{ readonly state: string; readonly reason: string | null }>;
}

function requestIdOf(outcome: CallOutcome): string {
  if (outcome.kind === 'consent') return outcome.request.id;
  if (outcome.kind === 'answered') return String(outcome.structured['request_id']);
  throw new Error(`no request was made: ${JSON.stringify(outcome)}`);
}

export function peopleOf(stage: Stage): DeskPeople {
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
