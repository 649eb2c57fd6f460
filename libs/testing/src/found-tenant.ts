import { TenantId } from '@supercargo/kernel';
import type { TestDatabase } from './test-database.ts';

export interface FoundingPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly secret?: string;
}

/** One value band of one tool, as people.found_tenant reads it; amounts in minor units. */
export interface FoundingRule {
  readonly server: string;
  readonly tool: string;
  readonly over_minor: number;
  readonly currency: string;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly need_role?: string;
  readonly hold_seconds?: number;
}

export interface ConsentLimit {
  readonly dimension: 'requester' | 'server';
  readonly currency: string;
  readonly cap_minor: number;
}

/** What a test may say differently from the tenant that every test starts from. */
export interface Founding {
  readonly tenant?: string;
  readonly currency?: string;
  readonly scripted?: boolean;
  readonly people?: readonly FoundingPerson[];
  readonly rules?: readonly FoundingRule[];
  readonly consentLimits?: readonly ConsentLimit[];
}

/** The people of a founded tenant. Whoever may approve has a secret, which is not one. */
export const PEOPLE: readonly FoundingPerson[] = [
  { id: 'mara', name: 'Mara Lind', roles: ['supply_chain_manager'], secret: 'secret of mara' },
  { id: 'mo', name: 'Mo Adeyemi', roles: ['supply_chain_manager'], secret: 'secret of mo' },
  { id: 'felix', name: 'Felix Braun', roles: ['finance'], secret: 'secret of felix' },
  { id: 'fiona', name: 'Fiona Keane', roles: ['finance'], secret: 'secret of fiona' },
  { id: 'ada', name: 'Ada Novak', roles: ['administrator'], secret: 'secret of ada' },
  { id: 'wes', name: 'Wes Okafor', roles: ['warehouse_clerk'] },
  { id: 'olga', name: 'Olga Duarte', roles: ['auditor'] },
];

/** The seeded tiers: consent up to 1,000.00, one other person above, two of whom one finance above 50,000.00. */
export function seededRules(currency: string): readonly FoundingRule[] {
  const reorder = { server: 'inventory', tool: 'create_reorder', currency };
  return [
    { ...reorder, over_minor: -1, tier: 'consent', quorum: 1 },
    { ...reorder, over_minor: 1_000_00, tier: 'person', quorum: 1 },
    { ...reorder, over_minor: 50_000_00, tier: 'person', quorum: 2, need_role: 'finance' },
    { server: 'inventory', tool: 'cancel_reorder', currency, over_minor: -1, tier: 'consent', quorum: 1 },
  ];
}

/** The seeded totals of consent: 3,000.00 a day for a requester, 20,000.00 for a server. */
export function seededLimits(currency: string): readonly ConsentLimit[] {
  return [
    { dimension: 'requester', currency, cap_minor: 3_000_00 },
    { dimension: 'server', currency, cap_minor: 20_000_00 },
  ];
}

/** Founds a tenant through the importer's own door, as a program would: one valid object, of which a test breaks one field. */
export async function foundTenant(database: TestDatabase, founding: Founding = {}): Promise<TenantId> {
  const tenant = TenantId.parse(founding.tenant ?? 'acme');
  const currency = founding.currency ?? 'EUR';
  const whole = {
    name: `The company ${tenant}`,
    currency,
    scripted: founding.scripted ?? false,
    people: founding.people ?? PEOPLE,
    policy: {
      note: 'the first policy',
      rules: founding.rules ?? seededRules(currency),
      consent_limits: founding.consentLimits ?? seededLimits(currency),
    },
  };
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  try {
    const [row] = await door.write(tenant, (tx) =>
      tx.query<{ founded: boolean }>(
        { name: 'found_tenant', text: 'select people.found_tenant($1::jsonb) as founded' },
        [JSON.stringify(whole)],
      ),
    );
    if (row?.founded !== true) throw new Error(`the tenant ${tenant} was founded before`);
    return tenant;
  } finally {
    await door.close();
  }
}
