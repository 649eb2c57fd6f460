import { ok, type TenantId } from '@supercargo/kernel';
import { defineWriteTool, type Instruction, type Runtime, type ServerDefinition } from '@supercargo/mcp-kit';
import { openStage, peopleOf, type Stage, type TestDatabase } from '@supercargo/testing';
import * as z from 'zod';
import type { PaymentOrder, RailClient } from '../rail/client.ts';

/** A trade of one tool that pays tolls over the rail: everything a remote effect needs, and nothing else. */

const Done = z.strictObject({ reference: z.string() });

function orderOf({ executionId, effect, amount, expiresAt }: Instruction): PaymentOrder {
  if (amount === null) throw new Error('a toll has an amount');
  const account = z.string().parse(effect['account']);
  return { id: executionId, amount, creditor: { name: 'The bridge', account }, reference: 'Toll', expiresAt };
}

const payToll = defineWriteTool({
  ...{ name: 'pay_toll', title: 'Pay a toll', description: 'Asks to pay a toll.', scopes: ['payments:release'] },
  input: z.strictObject({ account: z.string().regex(/^[A-Z0-9]{5,34}$/) }),
  reversibility: { kind: 'irreversible', why: 'a toll is paid' },
  execute: 'payments.pay_toll',
  remote: {
    settle: 'payments.settle_toll',
    unknown: 'approval.mark_unknown',
    send: (instruction, rail: RailClient) => rail.pay(orderOf(instruction)),
    ask: (instruction, rail: RailClient) => rail.find(orderOf(instruction)),
  },
  plan: async ({ account }) =>
    ok({
      ...{ effect: { account }, guards: {}, amount: { minor: 100n, currency: 'EUR' }, units: null },
      card: {
        sentence: `Pay a toll to ${account}.`,
        changes: [],
        guards: [],
        facts: [],
        flags: [],
        undo: 'cannot be undone',
      },
    }),
  readBack: async (result) => Done.parse(result),
});

export const tolls: ServerDefinition = {
  ...{ name: 'payments', title: 'Tolls', version: '0.0.1', instructions: 'Tolls.' },
  ...{ tools: [payToll], resources: [], prompts: [] },
  scopesByRole: { finance: ['payments:read', 'payments:release'] },
};

const EFFECTS = [
  `create function payments.pay_toll(p_request uuid) returns approval.opening
   language plpgsql volatile security definer set search_path = '' as $$
   declare
     o approval.opening := approval.open(p_request, 'pay_toll');
     execution constant uuid := gen_random_uuid();
   begin
     if o.refusal is not null then return o; end if;
     o := approval.dispatch(p_request, execution, 300);
     if o.refusal is not null then return o; end if;
     insert into payments.effect (tenant_id, execution_id, tool) values (app.tenant(), execution, 'pay_toll');
     return o;
   end$$`,
  `create function payments.settle_toll(p_execution uuid, p_fence bigint, p_outcome text, p_words text) returns approval.opening
   language plpgsql volatile security definer set search_path = '' as $$
   begin
     return approval.conclude_remote(p_execution, p_fence, p_outcome,
       jsonb_build_object(case p_outcome when 'executed' then 'reference' else 'reason' end, p_words));
   end$$`,
  'alter function payments.pay_toll(uuid) owner to supercargo_payments_owner',
  'alter function payments.settle_toll(uuid, bigint, text, text) owner to supercargo_payments_owner',
  'grant execute on function payments.pay_toll(uuid), payments.settle_toll(uuid, bigint, text, text) to supercargo_payments',
];

const ACCOUNT = 'DE89370400440532013000';

export interface Seen {
  readonly execution: string;
  readonly state: string;
  readonly reason: string | null;
  readonly result: string | null;
  /** How often it was claimed: the last twenty bits of its fence. */
  readonly fence: number;
  readonly isSent: boolean;
  /** The kinds of its audit records from its attempt on, in order. */
  readonly record: readonly string[];
}

const SEEN = `
  select e.id as execution, r.state, r.reason, r.result, (e.fence & 1048575)::int as fence, e.sent_at is not null as "isSent",
    array(select a.kind from audit.entry a where (a.tenant_id, a.request_id) = (r.tenant_id, r.id)
      and a.kind not in ('asked', 'decided', 'call') order by a.at) as record
  from approval.request r left join approval.execution e on (e.tenant_id, e.request_id) = (r.tenant_id, r.id)
  where r.id = $1`;

/** The trade in a tenant, and hands to move time and leases that no program has. */
export interface Tolls {
  readonly stage: Stage;
  readonly tenant: TenantId;
  /** A runtime as a worker has it, with this rail. */
  worker(rail: RailClient): Runtime;
  /** A request that its requester consented to and nobody executed yet. */
  approved(account?: string): Promise<string>;
  look(request: string): Promise<Seen>;
  /** As if so many seconds had passed since it was dispatched. */
  pass(request: string, seconds: number): Promise<void>;
  /** Whoever holds it holds it no more. */
  endLease(request: string): Promise<void>;
}

/** Past the trigger that keeps what was dispatched. */
async function pass(database: TestDatabase, request: string, seconds: number): Promise<void> {
  const session = await database.adminClient();
  await session.query('begin');
  await session.query('set local session_replication_role = replica');
  await session.query(
    'update approval.execution set expires_at = expires_at - make_interval(secs => $2) where request_id = $1',
    [request, seconds],
  );
  await session.query('commit');
}

export async function openTolls(database: TestDatabase): Promise<Tolls> {
  for (const text of EFFECTS) await database.admin(text);
  const rule = { server: 'payments', tool: 'pay_toll', currency: 'EUR', over_minor: -1, over_units: -1 };
  const stage = await openStage(
    database,
    { definition: tolls, login: 'supercargo_payments', load: () => Promise.resolve() },
    {
      founding: {
        rules: [{ ...rule, tier: 'consent', quorum: 1 }],
        consentLimits: [
          { dimension: 'requester', currency: 'EUR', cap: 1_000_000 },
          { dimension: 'server', currency: 'EUR', cap: 1_000_000 },
        ],
      },
    },
  );
  const { tenant } = stage.principal('felix');
  return {
    stage,
    tenant,
    worker: (rail) => ({ ...stage.runtime, outside: rail }),
    approved: (account = ACCOUNT) => peopleOf(stage).agreed('felix', 'pay_toll', { account }),
    look: async (request) => {
      const [row] = await database.admin(SEEN, [request]);
      return row as unknown as Seen;
    },
    pass: (request, seconds) => pass(database, request, seconds),
    endLease: async (request) => {
      await database.admin(
        'update approval.execution set lease_until = null where request_id = $1 and outcome is null',
        [request],
      );
    },
  };
}
