import type { TenantTx } from '@supercargo/tenancy';

/** How a caller stands at this moment: who they are, what they are, and whether somebody stopped them. */
export interface Standing {
  readonly personName: string;
  readonly roles: readonly string[];
  /** The kill switch that applies, as `kind id`. */
  readonly stoppedBy: string | null;
}

const STANDING = {
  name: 'policy_standing',
  text: `select p.name, p.roles,
           (select k.kind || ' ' || k.id from policy.kill_switch k
            where k.tenant_id = p.tenant_id
              and (k.kind = 'person' and k.id = $1 or k.kind = 'agent' and k.id = $2 or k.kind = 'client' and k.id = $3
                or k.kind = 'tool' and k.id = $4 or k.kind = 'tenant' and k.id = p.tenant_id)
            limit 1) as stopped
         from people.person p where p.tenant_id = app.tenant() and p.id = $1 and p.active`,
} as const;

/** One round trip for everything about the caller that is data. Undefined for nobody and the deactivated. */
export async function readStanding(
  tx: TenantTx,
  caller: { readonly person: string; readonly agent: string; readonly client: string | null },
  tool: string,
): Promise<Standing | undefined> {
  const [row] = await tx.query<{ name: string; roles: string[]; stopped: string | null }>(STANDING, [
    caller.person,
    caller.agent,
    caller.client,
    tool,
  ]);
  return row === undefined ? undefined : { personName: row.name, roles: row.roles, stoppedBy: row.stopped };
}

const CUSTOMER_STANDING = {
  name: 'policy_customer_standing',
  text: 'select s.active, s.stopped from policy.standing_of_customer($1, $2, $3, $4) s',
} as const;

/** The same of a customer's person, for a login that does not see people: they are called by their id. */
export async function readCustomerStanding(
  tx: TenantTx,
  { person, agent, client }: { readonly person: string; readonly agent: string; readonly client: string | null },
  tool: string,
): Promise<Standing | undefined> {
  const [row] = await tx.query<{ active: boolean; stopped: string | null }>(CUSTOMER_STANDING, [
    ...[person, agent, client, tool],
  ]);
  return row?.active === true ? { personName: person, roles: ['customer'], stoppedBy: row.stopped } : undefined;
}

// Behind a select PostgreSQL does not count them: one plan is for any number of people.
const NAMES = {
  name: 'policy_people_names',
  text: 'select p.id, p.name from people.person p where p.tenant_id = app.tenant() and p.id = any((select $1::text[])::text[])',
} as const;

/** What these people are called; whoever is nobody is left out. */
export async function readNames(tx: TenantTx, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(NAMES, [people]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
