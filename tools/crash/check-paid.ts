import type { Company } from './company.ts';
import { differences, type Facts } from './facts.ts';

const TAKEN = `
  select count(*)::int as reservations, coalesce(sum(s.amount_minor) filter (where s.returned_at is null), 0)::float8 as taken
  from policy.spending s where s.tenant_id = app.tenant() and s.execution_id = any ($1::uuid[])`;

const COUNTED = `
  select (select coalesce(sum(s.amount_minor), 0)::float8 from policy.spending s
      where s.tenant_id = app.tenant() and s.returned_at is null) as taken,
    (select coalesce(sum(h.spent), 0)::float8 from policy.spent_hour h where h.tenant_id = app.tenant() and h.dimension = 'tenant') as tenant,
    (select coalesce(sum(h.spent), 0)::float8 from policy.spent_hour h where h.tenant_id = app.tenant() and h.dimension = 'requester') as requester,
    (select coalesce(sum(h.spent), 0)::float8 from policy.spent_hour h where h.tenant_id = app.tenant() and h.dimension = 'payee') as payee`;

/** Whether the rail paid exactly that for an execution, and the budget was taken once and is back where nothing left. */
export async function checkPaid(
  { rail, admin }: Company,
  executions: readonly string[],
  minor: number,
): Promise<readonly string[]> {
  if (rail === undefined) return [];
  const books = rail.paid();
  const paid = executions.reduce((sum, id) => sum + (books.get(id) ?? 0), 0);
  const [taken] = await admin<Facts>(TAKEN, [executions]);
  return [
    ...differences({ paid }, { paid: minor }, ' by the rail'),
    ...differences(taken, { reservations: 1, taken: minor }, ' of the budget'),
  ];
}

/** Whether what the rail paid in all, what executions took of the budget and what every cap counts is one sum. */
export async function checkCaps({ rail, admin }: Company): Promise<readonly string[]> {
  if (rail === undefined) return [];
  const paid = [...rail.paid().values()].reduce((sum, minor) => sum + minor, 0);
  const [counted] = await admin<Facts>(COUNTED, []);
  return differences(counted, { taken: paid, tenant: paid, requester: paid, payee: paid }, ' of the caps');
}
