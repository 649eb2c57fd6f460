import { decideBySecret, readRequest, type LedgerAnswer } from '@supercargo/approval';
import { handleDue } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import type { Input } from './facts.ts';
import { requestIdOf } from './good-input.ts';
import type { Stage } from './stage.ts';

/** People who ask, consent and approve at a stage, and the worker that does what they agreed on. Each asking has a key of its own. */
export interface People {
  /** Asked and answered with yes in a host that shows forms; the tool's answer. Throws where the asker's own yes is not enough. */
  readonly consented: (person: string, tool: string, input: Input) => Promise<Input>;
  /** The same; what was done, as the answer has it. Throws where nothing was. */
  readonly executed: (person: string, tool: string, input: Input) => Promise<Input>;
  /** Asked in a host that shows no forms; the id of the request that waits. */
  readonly asked: (person: string, tool: string, input: Input) => Promise<string>;
  /** Asked for and consented to, and done by nobody yet, as a host that dies after the yes leaves it; its id. */
  readonly agreed: (person: string, tool: string, input: Input) => Promise<string>;
  /** The asker's yes to a request that waits, done by nobody yet. */
  readonly consents: (id: string) => Promise<void>;
  /** Another person's yes on a terminal: what the ledger answers. */
  readonly decided: (id: string, person: string) => Promise<LedgerAnswer>;
  /** Another person's yes on a terminal: what the ledger refuses, or null. */
  readonly approve: (id: string, person: string) => Promise<string | null>;
  /** Done by the worker, as far as it goes; where the request then stands, and why. */
  readonly worked: (id: string) => Promise<{ readonly state: string; readonly reason: string | null }>;
}

const CONSENT = {
  name: 'people_consent',
  text: 'select approval.record_consent($1, (select p.digest from approval.plan p where p.request_id = $1))',
} as const;

export function peopleOf(stage: Stage): People {
  const { runtime } = stage;
  const { tenant } = stage.principal('nobody');
  let opened: TenantDoor | undefined;
  const terminal = (): TenantDoor => (opened ??= stage.database.door('supercargo_terminal', { connectionsMax: 1 }));
  const keyed = (input: Input): Input => ({ ...input, idempotency_key: runtime.newId() });

  const consented: People['consented'] = async (person, tool, own) => {
    const input = keyed(own);
    const asked = await stage.call(person, tool, input, { canShow: ['forms'] });
    if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
    const resumed = { requestId: asked.request.id, answer: 'given' as const };
    const outcome = await stage.call(person, tool, input, { resumed });
    return outcome.kind === 'answered' ? outcome.structured : { outcome: outcome.kind };
  };
  const asked: People['asked'] = async (person, tool, input) =>
    requestIdOf(await stage.call(person, tool, keyed(input)));
  const consents: People['consents'] = async (id) => {
    await runtime.door.write(tenant, (tx) => tx.query(CONSENT, [id]));
  };
  const decided: People['decided'] = (requestId, person) =>
    terminal().write(tenant, async (tx) => {
      const request = await readRequest(tx, requestId);
      if (request === undefined) throw new Error('no such request');
      const said = { secret: `secret of ${person}`, approve: true, reason: null };
      return decideBySecret(tx, { requestId, person, planDigest: request.planDigest, ...said });
    });
  return {
    consented,
    executed: async (person, tool, input) => {
      const { outcome, result } = await consented(person, tool, input);
      if (outcome !== 'executed') throw new Error(`${tool} was not executed: ${String(outcome)}`);
      return result as Input;
    },
    asked,
    agreed: async (person, tool, input) => {
      const id = await asked(person, tool, input);
      await consents(id);
      return id;
    },
    consents,
    decided,
    approve: async (id, person) => (await decided(id, person)).refusal,
    worked: async (id) => {
      await handleDue(runtime, tenant, id);
      const request = await terminal().read(tenant, (tx) => readRequest(tx, id));
      return { state: request?.state ?? 'gone', reason: request?.reason ?? null };
    },
  };
}
