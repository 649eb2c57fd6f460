import { canonicalText } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import { requiredFor } from '@supercargo/policy';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';
import { verdictOfBorn, type Birth } from '../born.ts';
import { newId } from '../new-id.ts';
import { planText, type PlanText } from '../plan.ts';
import type { LedgerAnswer } from './answer-row.ts';
import { carryOut, decide, DEFINITION, waiting, type Company } from './company.fixture.ts';
import { askBorn } from './ledger.ts';
import type { PlanObject } from './wish.fixture.ts';

/** What the events of these tests tell of: the plan that they lead to is of the same. */
const TOLD = { number: 'PO-1', order_number: 'SO-1', return_id: 'RMA-1', amount_minor: '10000', currency: 'EUR' };

/** An effect function with no effect but that it tells of itself, where it has a topic. */
function effectOf(server: string, name: string, tool: string, topic?: string): string {
  const tells =
    topic === undefined
      ? ''
      : `perform events.publish('${topic}', p_request::text, execution, '${JSON.stringify(TOLD)}');`;
  return `
    create function ${server}.${name}(p_request uuid) returns approval.opening
    language plpgsql volatile security definer set search_path = '' as $$
    declare
      o approval.opening := approval.open(p_request, '${tool}');
      execution constant uuid := gen_random_uuid();
    begin
      if o.refusal is null then
        o := approval.consume(p_request, execution);
      end if;
      if o.refusal is not null then
        return o;
      end if;
      ${tells}
      return approval.conclude(execution, '{}');
    end$$;
    alter function ${server}.${name}(uuid) owner to supercargo_${server}_owner;
    grant execute on function ${server}.${name}(uuid) to supercargo_${server}`;
}

const EFFECTS = [
  effectOf('inventory', 'test_order_told', 'create_reorder', 'purchase_order.received'),
  effectOf('payments', 'test_refund', 'issue_refund'),
  effectOf('payments', 'test_proposal_told', 'propose_payment', 'payment.proposed'),
];

interface Database {
  admin(text: string): Promise<unknown>;
}

/** Makes the effects of these tests and publishes the definitions of what Payments may be asked. */
export async function openTrades(database: Database): Promise<void> {
  for (const effect of EFFECTS) await database.admin(effect);
  await database.admin(
    `insert into approval.definition (server, tool, hash)
     values ('payments', 'issue_refund', '${DEFINITION}'), ('payments', 'propose_payment', '${DEFINITION}') on conflict do nothing`,
  );
}

/** The id of an event that tells Payments of an order that mara asked for and felix approved. */
export async function told(company: Company): Promise<string> {
  const id = await waiting(company, {}, newId());
  await decide(company, id, 'felix');
  const { state } = await carryOut(company, id, 'inventory.test_order_told');
  assert(state === 'executed', 'the order is executed and told of');
  const [event] = await company.admin(
    `select o.id from events.outbox o join approval.execution e on (e.tenant_id, e.id) = (o.tenant_id, o.execution_id)
     where e.request_id = $1`,
    [id],
  );
  return String(event?.['id']);
}

/** What Payments wants to ask because of an event, and how an attacker who holds its login would write it down instead. */
export interface BornWish extends Birth {
  readonly tool?: 'issue_refund' | 'propose_payment';
  readonly requester?: string;
  readonly forge?: (plan: PlanObject) => PlanObject;
}

/** Plans as the Payments server does. */
export async function bornPlan(
  tx: TenantTx,
  wish: BornWish,
): Promise<{ readonly id: string; readonly text: PlanText }> {
  const { tool = 'issue_refund', event, chain, requester = chain[0], forge } = wish;
  const amount = { minor: 10_000n, currency: 'EUR' };
  const verdict = await requiredFor(tx, { server: 'payments', tool, amount, units: null, requester });
  assert(verdict.ok, 'the policy has an answer for a wish');
  const id = newId();
  const createdAt = new Date();
  const shown = { sentence: 'Refund 100.00.', changes: [], flags: [], guards: [], facts: [], undo: 'not needed' };
  const expires_at = new Date(createdAt.getTime() + verdict.value.waitingSeconds * 1000).toISOString();
  const text = planText(
    {
      ...{ id, nonce: newId(), createdAt, server: 'payments', tool, definition: DEFINITION, arguments: { event } },
      asker: { tenant: tx.tenant, person: requester, personName: requester, agent: 'event', client: null },
      ...{ caseId: null, verdict: verdictOfBorn(verdict.value), birth: { event, chain } },
      card: {
        ...{ ...shown, cost: { amount: '100.00', currency: 'EUR' }, units: null },
        ...{ why: 'a test', asked_by: { person: requester, agent: 'event', words: null }, expires_at },
      },
    },
    { effect: { order_number: 'SO-1', return_id: 'RMA-1' }, guards: {}, amount, units: null, card: shown },
  );
  if (forge === undefined) return { id, text };
  return { id, text: { ...text, plan: canonicalText(forge(JSON.parse(text.plan) as PlanObject)) } };
}

export async function take(tx: TenantTx, event: string): Promise<boolean> {
  const [row] = await tx.query<{ taken: boolean }>(
    { name: 'fixture_take', text: 'select events.take($1) is not null as taken' },
    [event],
  );
  return row?.taken === true;
}

export async function end(tx: TenantTx, event: string): Promise<void> {
  await tx.query({ name: 'fixture_done', text: `select events.done($1, 'a test')` }, [event]);
}

/** Takes the event, asks, and ends it: what the worker of Payments does in one transaction. */
export async function askTaken(payments: TenantDoor, company: Company, wish: BornWish): Promise<LedgerAnswer> {
  return payments.write(company.tenant, async (tx) => {
    assert(await take(tx, wish.event), 'the event is there to be taken');
    const answer = await askBorn(tx, wish.event, (await bornPlan(tx, wish)).text);
    await end(tx, wish.event);
    return answer;
  });
}
