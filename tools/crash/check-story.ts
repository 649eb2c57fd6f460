import type { World } from './world.ts';

/** What was asked for, and how the company stood before. */
export type Story = {
  readonly key: string;
  readonly sku: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly tier: 'consent' | 'person';
};

type Facts = {
  readonly requests: number;
  readonly state: string | null;
  readonly executions: number;
  readonly outcome: string | null;
  readonly effects: number;
  readonly orders: number;
  readonly ordered: number | null;
  readonly asked: number;
  readonly decided: number;
  readonly attempted: number;
  readonly executed: number;
  readonly other: number;
};

// As the superuser: nothing that the walls hide may be missed.
const FACTS = `
  with asked as (select i.request_id as id from approval.idempotency i where i.tenant_id = $1 and i.key = $2),
    request as (select r.* from approval.request r join asked a on r.tenant_id = $1 and r.id = a.id),
    execution as (select e.* from approval.execution e join asked a on e.tenant_id = $1 and e.request_id = a.id),
    effect as (select f.* from inventory.effect f join execution e on f.tenant_id = $1 and f.execution_id = e.id),
    ordered as (select o.* from inventory.purchase_order o join execution e on o.tenant_id = $1 and o.ordered_by = e.id),
    record as (select n.kind from audit.entry n join asked a on n.tenant_id = $1 and n.request_id = a.id)
  select (select count(*)::int from request) as requests, (select max(state) from request) as state,
    (select count(*)::int from execution) as executions, (select max(outcome) from execution) as outcome,
    (select count(*)::int from effect) as effects, (select count(*)::int from ordered) as orders,
    (select max(quantity)::int from ordered) as ordered,
    (select count(*)::int from record where kind = 'asked') as asked,
    (select count(*)::int from record where kind = 'decided') as decided,
    (select count(*)::int from record where kind = 'attempt') as attempted,
    (select count(*)::int from record where kind = 'executed') as executed,
    (select count(*)::int from record where kind in ('failed', 'rejected', 'expired', 'withdrawn', 'invalidated')) as other`;

/** What one purchase order and one outcome look like in every table; the answer says in words what differs. */
export async function checkStory(world: World, story: Story): Promise<readonly string[]> {
  const [facts] = await world.admin<Facts>(FACTS, [world.tenant, story.key]);
  const expected: Facts = {
    ...{ requests: 1, state: 'executed', executions: 1, outcome: 'executed', effects: 1, orders: 1 },
    ...{ ordered: story.quantity, asked: 1, decided: 1, attempted: 1, executed: 1, other: 0 },
  };
  if (facts === undefined) return ['the database gave no facts'];
  return (Object.keys(expected) as (keyof Facts)[])
    .filter((fact) => facts[fact] !== expected[fact])
    .map((fact) => `${fact}: ${facts[fact] ?? 'none'} instead of ${expected[fact] ?? 'none'}`);
}

/** What all requests, orders and consents of the company come to. */
export type Totals = {
  readonly requests: number;
  readonly open: number;
  readonly orders: number;
  readonly effects: number;
  readonly consents: number;
  readonly reserved: number;
};

const TOTALS = `
  select (select count(*)::int from approval.request where tenant_id = $1) as requests,
    (select count(*)::int from approval.request where tenant_id = $1 and state in ('waiting', 'approved')) as open,
    (select count(*)::int from inventory.purchase_order where tenant_id = $1) as orders,
    (select count(*)::int from inventory.effect where tenant_id = $1) as effects,
    (select coalesce(sum(spent), 0)::float8 from policy.consent_spent where tenant_id = $1 and dimension = 'requester') as consents,
    (select coalesce(sum(reservations), 0)::int from policy.consent_account where tenant_id = $1 and dimension = 'requester') as reserved`;

export async function totalsOf(world: World): Promise<Totals> {
  const [totals] = await world.admin<Totals>(TOTALS, [world.tenant]);
  if (totals === undefined) throw new Error('the database gave no totals');
  return totals;
}

/** Whether a round added exactly its stories and nothing beside them: no second request, no order without one, no consent counted twice. */
export function checkTotals(before: Totals, after: Totals, stories: readonly Story[]): readonly string[] {
  const consented = stories.filter(({ tier }) => tier === 'consent');
  const expected: Totals = {
    requests: before.requests + stories.length,
    open: before.open,
    orders: before.orders + stories.length,
    effects: before.effects + stories.length,
    consents: before.consents + consented.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    reserved: before.reserved + consented.length,
  };
  return (Object.keys(expected) as (keyof Totals)[])
    .filter((total) => after[total] !== expected[total])
    .map((total) => `${total} of the company: ${after[total]} instead of ${expected[total]}`);
}
