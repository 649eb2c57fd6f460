import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { secretFor, type Home } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import { foundTenant, hasSecret, newApprovalSecret, readTenant } from '@supercargo/policy';
import { foundingOf, type DemoCompany } from '@supercargo/prisma';
import type { TenantDoor } from '@supercargo/tenancy';

/** Where the secret of an approver whom a script may play is kept, in a tenant that allows it. */
function scriptedName(tenant: string, person: string): string {
  return `approver-${tenant}-${person}`;
}

/** The secret of an approver whom a script may play, or undefined where this home has none. */
export async function scriptedSecret(home: Home, tenant: string, person: string): Promise<string | undefined> {
  const name = scriptedName(tenant, person);
  return existsSync(join(home.secretsDir, name)) ? secretFor(home, name) : undefined;
}

async function secretsOf(home: Home, company: DemoCompany): Promise<ReadonlyMap<string, string>> {
  const people = company.people.filter(hasSecret);
  const entries = people.map(async ({ id }): Promise<[string, string]> => [
    id,
    company.scripted ? await secretFor(home, scriptedName(company.tenant, id)) : newApprovalSecret(),
  ]);
  return new Map(await Promise.all(entries));
}

/**
 * Founds a company with its people and policy, where it does not exist yet. `show` is given the approvers' secrets that are kept nowhere,
 * before they are in force: a start that is killed in between shows others next time, and none is lost.
 */
export async function foundCompany(
  door: TenantDoor,
  home: Home,
  company: DemoCompany,
  show: (secrets: Readonly<Record<string, string>>) => void,
): Promise<boolean> {
  const tenant = TenantId.parse(company.tenant);
  if ((await door.read(tenant, readTenant)) !== undefined) return false;
  const secrets = await secretsOf(home, company);
  return door.write(tenant, async (tx) => {
    const founded = await foundTenant(
      tx,
      foundingOf(company, ({ id }) => secrets.get(id)),
    );
    if (founded && !company.scripted) show(Object.fromEntries(secrets));
    return founded;
  });
}
