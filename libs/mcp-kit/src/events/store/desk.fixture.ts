import { ok, refuse, type TenantId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { ServerDefinition } from '../../server-definition.ts';
import { defineWriteTool } from '../../tool.ts';
import { consumerOf, EventFault } from '../consumer.ts';

const issueRefund = defineWriteTool({
  name: 'issue_refund',
  title: 'Issue a refund',
  description: 'Asks for a refund of a return.',
  scopes: ['payments:refund'],
  input: z.strictObject({ return_id: z.string().max(20) }),
  reversibility: { kind: 'irreversible', why: 'money that left does not come back' },
  execute: 'payments.issue_refund',
  plan: async ({ return_id: id }, { caller }) => {
    if (id === 'RMA-0') return refuse({ code: 'refunded', reason: 'this return was refunded already' });
    return ok({
      ...{ effect: { return_id: id, asked_as: caller.roles.join(' ') }, guards: {}, units: null },
      amount: { minor: 145_000n, currency: 'EUR' },
      card: {
        ...{
          sentence: `Refund 1,450.00 EUR for ${id}.`,
          changes: [],
          flags: ['unusual amount'],
          guards: [],
          facts: [],
        },
        undo: 'it cannot be undone',
      },
    });
  },
  readBack: async () => ({}),
});

/** How a note is made: as it is told, not at all, or so slowly that the worker can be killed meanwhile. */
export type Slowly = (n: string) => Promise<void>;

/** A desk at Payments that notes what arrived, and asks for a refund of what was sent back. */
export function deskOf(slowly: Slowly = async () => undefined): ServerDefinition {
  return {
    ...{ name: 'payments', title: 'Payments', version: '0.0.1', instructions: 'A test.', tools: [issueRefund] },
    ...{ resources: [], prompts: [], scopesByRole: { finance: ['payments:read', 'payments:refund'] } },
    consumers: [
      consumerOf({
        topic: 'purchase_order.received',
        payload: z.object({ n: z.string() }),
        handle: async (event, { tx }) => {
          const noted = await note(tx, event.id);
          await slowly(event.payload.n);
          if (event.payload.n === 'poison') throw new EventFault('it is poison');
          if (event.payload.n === 'broken') throw new TypeError('the password is hunter2');
          return noted;
        },
      }),
      consumerOf({
        topic: 'return.approved',
        payload: z.object({ return_id: z.string() }),
        handle: async ({ payload }, { askBorn }) => {
          const asked = await askBorn('issue_refund', { return_id: payload.return_id });
          if (payload.return_id === 'RMA-2') await askBorn('issue_refund', { return_id: 'RMA-3' });
          return asked.outcome;
        },
      }),
    ],
  };
}

async function note(tx: TenantTx, event: string): Promise<string> {
  const [row] = await tx.query<{ noted: string }>(
    { name: 'desk_note', text: 'select payments.test_note($1) as noted' },
    [event],
  );
  return row?.noted ?? 'nothing';
}

interface Database {
  admin(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** What the desk notes with. What it is told nobody did: the events of this database need no execution. */
export async function openDesk(database: Database): Promise<void> {
  await database.admin(`
    alter table events.outbox drop constraint outbox_tenant_id_execution_id_fkey;
    create table payments.test_note (tenant_id text not null, n text not null, at timestamptz not null default clock_timestamp());
    alter table payments.test_note owner to supercargo_payments_owner;
    create function payments.test_note(p_event uuid) returns text
    language plpgsql volatile security definer set search_path = '' as $$
    declare
      t constant text := app.tenant();
      e constant jsonb := events.taken(p_event, 'purchase_order.received');
    begin
      insert into payments.test_note (tenant_id, n) values (t, e #>> '{payload,n}');
      return 'noted ' || (e ->> 'key');
    end$$;
    alter function payments.test_note(uuid) owner to supercargo_payments_owner;
    grant usage on schema payments to supercargo_payments;
    grant execute on function payments.test_note(uuid) to supercargo_payments`);
}

/** What was told, put there past the functions that publish: with whom behind it a test says. */
export async function tell(
  database: Database,
  tenant: TenantId,
  topic: string,
  key: string,
  payload: Readonly<Record<string, unknown>>,
  chain: readonly string[] = [],
): Promise<string> {
  const [row] = await database.admin(
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain, execution_id)
       select $1, $2, $3, 1 + count(*), 'returns', $4, $5, case when cardinality($5::text[]) > 0 then gen_random_uuid() end
       from events.outbox o where (o.tenant_id, o.topic, o.key) = ($1, $2, $3)
       returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
       select tenant_id, id, 'payments', topic, key, seq from told returning event_id`,
    [tenant, topic, key, JSON.stringify(payload), chain],
  );
  return String(row?.['event_id']);
}

/** How the deliveries stand, and what came of them. */
export async function deliveries(database: Database): Promise<readonly Record<string, unknown>[]> {
  return database.admin('select key, state, tries, outcome from events.delivery order by key, seq');
}

export async function noted(database: Database): Promise<readonly string[]> {
  return (await database.admin('select n from payments.test_note order by at')).map((row) => String(row['n']));
}
