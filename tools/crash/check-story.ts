import { differences, type Facts } from './facts.ts';
import { checkPaid } from './check-paid.ts';
import type { Asked, Event } from './plots/plot.ts';
import type { Company } from './company.ts';

/** One telling of a company's plot: its number names its rows, its key the request. */
export type Story = {
  readonly key: string;
  readonly number: number;
  /** Whether it may end as failed, with nothing done: the worker dies when it may send something and before it has. */
  readonly mayFail: boolean;
};

// As the superuser: nothing that the walls hide may be missed.
const LEDGER = (server: string): string => `
  with asked as (select i.request_id as id from approval.idempotency i where i.tenant_id = app.tenant() and i.key = $1),
    request as (select r.* from approval.request r join asked a on r.tenant_id = app.tenant() and r.id = a.id),
    execution as (select e.* from approval.execution e join asked a on e.tenant_id = app.tenant() and e.request_id = a.id),
    effect as (select f.* from ${server}.effect f join execution e on f.tenant_id = app.tenant() and f.execution_id = e.id),
    record as (select n.kind, n.at, n.record::jsonb ->> 'customer' as customer from audit.entry n join asked a on n.tenant_id = app.tenant() and n.request_id = a.id
      where n.kind in ('asked', 'decided', 'attempt', 'sent', 'executed', 'failed', 'rejected', 'expired', 'withdrawn', 'invalidated'))
  select (select count(*)::int from request) as requests, (select max(state) from request) as state,
    (select count(*)::int from execution) as executions, (select max(outcome) from execution) as outcome,
    (select array_agg(id) from execution) as ids,
    (select count(*)::int from effect) as effects,
    (select string_agg(kind, ', ' order by at) from record) as recorded,
    (select string_agg(distinct coalesce(customer, 'none'), ', ') from record) as customers`;

const DELIVERY = `
  select count(*)::int as deliveries, count(*) filter (where d.state = 'done' and d.outcome is not null)::int as done
  from events.delivery d where d.tenant_id = app.tenant() and d.topic = $1 and d.key = $2`;

/** What one request, one effect and one outcome look like in every table; the answer says in words what differs. */
export function checkStory(company: Company, story: Story): Promise<readonly string[]> {
  const { told } = company.plot;
  return told.kind === 'request' ? checkRequest(company, told, story) : checkEvent(company, told, story);
}

async function checkRequest(
  company: Company,
  told: Asked,
  { key, number, mayFail }: Story,
): Promise<readonly string[]> {
  type Ledger = Facts & { readonly ids: readonly string[] | null };
  const [ledger] = await company.admin<Ledger>(LEDGER(company.plot.server), [key]);
  const [made] = await company.admin<Facts>(told.made, [number, ledger?.ids ?? []]);
  const outcome = mayFail && ledger?.['outcome'] === 'failed' ? 'failed' : 'executed';
  const decided = Array.from({ length: told.approvers ?? 1 }, () => 'decided');
  const sent = company.rail === undefined ? [] : ['sent'];
  // Each record names the customer, or none.
  const always = { requests: 1, customers: company.plot.customer ?? 'none' };
  if (told.ends !== undefined) {
    const recorded = ['asked', ...(told.ends === 'rejected' ? decided : []), told.ends].join(', ');
    const never = { ...always, state: told.ends, executions: 0, outcome: null, effects: 0, recorded };
    return [...differences(ledger, never), ...differences(made, { made: 0, right: 0 })];
  }
  const once = {
    ...{ ...always, state: outcome, executions: 1, outcome, effects: 1 },
    recorded: ['asked', ...decided, 'attempt', ...sent, outcome].join(', '),
  };
  const paid = outcome === 'executed' ? told.amountMinor(number) : 0;
  return [
    ...differences(ledger, once),
    ...differences(made, { made: 1, right: 1 }),
    ...(await checkPaid(company, ledger?.ids ?? [], paid)),
  ];
}

async function checkEvent(company: Company, told: Event, { number }: Story): Promise<readonly string[]> {
  const [delivery] = await company.admin<Facts>(DELIVERY, [told.topic, told.key(number)]);
  const [made] = await company.admin<Facts>(told.made, [number]);
  return [...differences(delivery, { deliveries: 1, done: 1 }), ...differences(made, { made: 1 })];
}

/** What all requests, effects and consents of the company come to. */
export type Totals = {
  readonly requests: number;
  readonly open: number;
  readonly effects: number;
  readonly made: number;
  readonly consents: number;
  readonly units: number;
  readonly reserved: number;
  readonly delivered: number;
  /** Outcomes that the audit record tells of. */
  readonly recorded: number;
};

const TOTALS = (server: string, all: string): string => `
  select (select count(*)::int from approval.request where tenant_id = app.tenant()) as requests,
    (select count(*)::int from approval.request where tenant_id = app.tenant() and ended_at is null) as open,
    (select count(*)::int from ${server}.effect where tenant_id = app.tenant()) as effects,
    (select made from (${all}) x) as made,
    (select coalesce(sum(spent), 0)::float8 from policy.consent_spent where tenant_id = app.tenant() and dimension = 'requester') as consents,
    (select coalesce(sum(spent), 0)::float8 from policy.consent_spent where tenant_id = app.tenant() and dimension = 'requester_units') as units,
    (select coalesce(sum(reservations), 0)::int from policy.consent_account
      where tenant_id = app.tenant() and dimension in ('requester', 'requester_units')) as reserved,
    (select count(*)::int from events.delivery where tenant_id = app.tenant() and state <> 'pending') as delivered,
    (select count(*)::int from audit.entry where tenant_id = app.tenant() and kind in ('executed', 'failed')) as recorded`;

export async function totalsOf(company: Company): Promise<Totals> {
  const { server, told } = company.plot;
  const all = told.kind === 'request' ? told.all : 'select 0 as made';
  const [totals] = await company.admin<Totals>(TOTALS(server, all), []);
  if (totals === undefined) throw new Error('the database gave no totals');
  return totals;
}

/** Whether a round added exactly its stories and nothing beside them: no second request, no effect without one, no consent counted twice. */
export function checkTotals(
  { plot: { told, bears } }: Company,
  before: Totals,
  after: Totals,
  stories: readonly Story[],
): readonly string[] {
  const asked = told.kind === 'request' ? stories.length : 0;
  const done = told.kind === 'request' && told.ends === undefined ? stories.length : 0;
  const born = bears === undefined ? 0 : stories.length;
  const consented = told.kind === 'request' && told.tier === 'consent' ? told : undefined;
  const amounts = stories.map(({ number }) => consented?.amountMinor(number) ?? 0).filter((minor) => minor > 0);
  const units = stories.map(() => consented?.units ?? 0).filter((count) => count > 0);
  const expected: Totals = {
    requests: before.requests + asked + born,
    open: before.open + born,
    effects: before.effects + done,
    made: before.made + done,
    consents: before.consents + amounts.reduce((sum, minor) => sum + minor, 0),
    units: before.units + units.reduce((sum, count) => sum + count, 0),
    reserved: before.reserved + amounts.length + units.length,
    recorded: before.recorded + done,
    delivered: before.delivered + (told.kind === 'event' ? stories.length : born),
  };
  return differences(after, expected, ' of the company');
}
