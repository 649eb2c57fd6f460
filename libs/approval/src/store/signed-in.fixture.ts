import { recordSignIn } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import type { LedgerAnswer } from './answer-row.ts';
import { openCompany, type Company } from './company.fixture.ts';
import { decideSignedIn } from './ledger.ts';
import { readRequest } from './requests.ts';

/** A company whose people decide in the console as well. */
export interface Office extends Company {
  readonly console: TenantDoor;
}

type Database = Parameters<typeof openCompany>[0] & {
  door(login: 'supercargo_console', overrides?: { readonly connectionsMax: number }): TenantDoor;
};

export async function openOffice(database: Database, tenant: Company['tenant']): Promise<Office> {
  const company = await openCompany(database, tenant);
  return { ...company, console: database.door('supercargo_console', { connectionsMax: 12 }) };
}

/** Signs in, as the console writes it down: now and with the roles of enrolment, unless said otherwise. */
export async function signIn(
  office: Office,
  person: string,
  how: { readonly roles?: readonly string[]; readonly secondsAgo?: number } = {},
): Promise<string> {
  const { roles = await enrolled(office, person), secondsAgo = 0 } = how;
  const signedInAt = new Date(Date.now() - secondsAgo * 1000);
  return office.console.write(office.tenant, (tx) => recordSignIn(tx, { person, roles, signedInAt }));
}

async function enrolled(office: Office, person: string): Promise<readonly string[]> {
  const [row] = await office.admin('select roles from people.person where tenant_id = $1 and id = $2', [
    ...[office.tenant, person],
  ]);
  return (row?.['roles'] ?? []) as readonly string[];
}

/** Lets this much time pass since the person signed in, by the clock of the database. */
export async function ago(office: Office, person: string, interval: string): Promise<void> {
  await office.admin(
    'update people.sign_in set signed_in_at = clock_timestamp() - $3::interval where tenant_id = $1 and person = $2',
    [office.tenant, person, interval],
  );
}

/** A decision in the console about what it shows. */
export async function decideHere(
  office: Office,
  id: string,
  person: string,
  how: { readonly approve?: boolean; readonly reason?: string; readonly digest?: Buffer } = {},
): Promise<LedgerAnswer> {
  const request = await office.console.read(office.tenant, (tx) => readRequest(tx, id));
  const { approve = true, reason = null, digest: planDigest = request?.planDigest ?? Buffer.alloc(32) } = how;
  return office.console.write(office.tenant, (tx) =>
    decideSignedIn(tx, { requestId: id, person, planDigest, approve, reason }),
  );
}
