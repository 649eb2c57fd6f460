import type { TenantTx } from '@supercargo/tenancy';

/** Who may approve in a company, and who works in its warehouse. */
export interface TourPeople {
  readonly managers: readonly string[];
  readonly finance: readonly string[];
  readonly clerks: readonly string[];
}

const PEOPLE = {
  name: 'cli_tour_people',
  text: `select p.id, p.roles from people.person p
         where p.tenant_id = app.tenant() and p.active and p.roles && array['supply_chain_manager', 'finance', 'warehouse_clerk']
         order by p.id`,
} as const;

/** The people that a story is told with, in the order of their ids. */
export async function readTourPeople(tx: TenantTx): Promise<TourPeople> {
  const people = await tx.query<{ id: string; roles: readonly string[] }>(PEOPLE);
  const withRole = (role: string): readonly string[] =>
    people.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  return {
    managers: withRole('supply_chain_manager'),
    finance: withRole('finance'),
    clerks: withRole('warehouse_clerk'),
  };
}
