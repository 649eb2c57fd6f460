import type { TenantTx } from '@supercargo/tenancy';

/** Somebody who is signed in, as the company has them now. */
export interface Enrolled {
  readonly name: string;
  readonly roles: readonly string[];
  readonly company: string;
}

const ENROLLED = {
  name: 'console_viewer',
  text: `select p.name, p.roles, t.name as company from people.person p join people.tenant t on t.tenant_id = p.tenant_id
         where p.tenant_id = app.tenant() and p.id = $1 and p.active`,
} as const;

/** Undefined for whoever was deactivated since they signed in. */
export async function readEnrolled(tx: TenantTx, person: string): Promise<Enrolled | undefined> {
  const [row] = await tx.query<{ name: string; roles: string[]; company: string }>(ENROLLED, [person]);
  return row;
}
