import type { TenantTx } from '@supercargo/tenancy';

const NAMES = {
  name: 'cli_people',
  text: 'select p.id, p.name from people.person p where p.tenant_id = app.tenant()',
} as const;

/** The names of the tenant's people by their ids. The log names people by id; who is no longer there stays nameless. */
export async function peopleNames(tx: TenantTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(NAMES);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
