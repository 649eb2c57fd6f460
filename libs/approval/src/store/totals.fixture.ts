import type { Company } from './company.fixture.ts';

export const CONSENT_USED_UP = 'the total that may be consented to in a day is used up; another person must approve it';

/** So many more people of a role: `buyer-0`, `buyer-1`, … */
export function crowdOf(
  name: string,
  role: string,
  count: number,
): readonly { readonly id: string; readonly name: string; readonly roles: readonly string[] }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    name: `${name} ${index}`,
    roles: [role],
  }));
}

/** What is counted as consented to, by dimension and holder. */
export async function spent(of: Company): Promise<Readonly<Record<string, number>>> {
  const rows = await of.admin(
    `select dimension || ' ' || holder as account, sum(spent)::int as spent from policy.consent_spent
     where tenant_id = $1 group by 1`,
    [of.tenant],
  );
  return Object.fromEntries(rows.map((row) => [String(row['account']), Number(row['spent'])]));
}
