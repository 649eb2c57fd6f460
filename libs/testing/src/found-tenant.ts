import { TenantId } from '@supercargo/kernel';
import {
  foundTenant as foundInDatabase,
  seededPolicy,
  type Founding as PolicyFounding,
  type FoundingPerson,
  type FoundingRule as PolicyRule,
  type SpendingCap,
} from '@supercargo/policy';
import type { TestDatabase } from './test-database.ts';

/** A rule of a test's policy: as seeded, or held for a while. */
export type FoundingRule = Omit<PolicyRule, 'need_role'> & {
  readonly need_role?: string | null;
  readonly hold_seconds?: number;
};

export type ConsentLimit = PolicyFounding['policy']['consent_limits'][number];

/** What a test may say differently from the tenant that every test starts from. */
export interface Founding {
  readonly tenant?: string;
  readonly currency?: string;
  readonly scripted?: boolean;
  readonly people?: readonly FoundingPerson[];
  readonly rules?: readonly FoundingRule[];
  readonly consentLimits?: readonly ConsentLimit[];
  readonly spendingCaps?: readonly SpendingCap[];
}

/** The people of a founded tenant. Whoever may approve has a secret, which is not one. */
export const PEOPLE: readonly FoundingPerson[] = [
  { id: 'mara', name: 'Mara Lind', roles: ['supply_chain_manager'], secret: 'secret of mara' },
  { id: 'mo', name: 'Mo Adeyemi', roles: ['supply_chain_manager'], secret: 'secret of mo' },
  { id: 'felix', name: 'Felix Braun', roles: ['finance'], secret: 'secret of felix' },
  { id: 'fiona', name: 'Fiona Keane', roles: ['finance'], secret: 'secret of fiona' },
  { id: 'freya', name: 'Freya Olsen', roles: ['finance'], secret: 'secret of freya' },
  { id: 'ada', name: 'Ada Novak', roles: ['administrator'], secret: 'secret of ada' },
  { id: 'wes', name: 'Wes Okafor', roles: ['warehouse_clerk'] },
  { id: 'olga', name: 'Olga Duarte', roles: ['auditor'] },
];

/** Founds a tenant through the importer's own door, as a program would: one valid object, of which a test breaks one field. */
export async function foundTenant(database: TestDatabase, founding: Founding = {}): Promise<TenantId> {
  const tenant = TenantId.parse(founding.tenant ?? 'acme');
  const currency = founding.currency ?? 'EUR';
  const seeded = seededPolicy(currency);
  const whole = {
    name: `The company ${tenant}`,
    currency,
    scripted: founding.scripted ?? false,
    people: founding.people ?? PEOPLE,
    policy: {
      note: seeded.note,
      rules: (founding.rules ?? seeded.rules).map((rule) => ({ ...rule, need_role: rule.need_role ?? null })),
      consent_limits: founding.consentLimits ?? seeded.consent_limits,
      spending_caps: founding.spendingCaps ?? seeded.spending_caps ?? [],
    },
  };
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  try {
    const founded = await door.write(tenant, (tx) => foundInDatabase(tx, whole));
    if (!founded) throw new Error(`the tenant ${tenant} was founded before`);
    return tenant;
  } finally {
    await door.close();
  }
}
