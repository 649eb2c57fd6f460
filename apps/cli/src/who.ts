import { readEnrolled, type Home } from '@supercargo/cluster';
import { PersonId, TenantId } from '@supercargo/kernel';
import { UsageError } from './fault.ts';

/** The tenant that is meant where none is named. */
export const DEFAULT_TENANT = 'acme' as TenantId;

export interface Named {
  readonly person: string;
  readonly tenant: TenantId | undefined;
}

/** Reads `person` or `person@tenant`. */
export function parseAs(text: string): Named {
  const [person, tenant, ...more] = text.split('@');
  const parsed = PersonId.safeParse(person);
  if (!parsed.success || more.length > 0) {
    throw new UsageError('--as takes a person, or a person and a tenant, such as felix or felix@acme');
  }
  return { person: parsed.data, tenant: tenant === undefined ? undefined : parseTenant(tenant) };
}

/** `person@tenant`: as written, else the one tenant where that person is enrolled, else the default. */
export async function asked(home: Home, as: string): Promise<string> {
  const { person, tenant } = parseAs(as);
  if (tenant !== undefined) return `${person}@${tenant}`;
  const enrolled = (await readEnrolled(home)).filter((who) => who.startsWith(`${person}@`));
  return enrolled.length === 1 && enrolled[0] !== undefined ? enrolled[0] : `${person}@${DEFAULT_TENANT}`;
}

export function parseTenant(text: string): TenantId {
  const parsed = TenantId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError('a tenant is a short lower-case name, such as acme');
}

/** The tenant a command is about: named by --tenant, or in --as, or the default. Two different ones are a mistake. */
export function tenantOf(options: {
  readonly as?: string | undefined;
  readonly tenant?: string | undefined;
}): TenantId {
  const inAs = options.as === undefined ? undefined : parseAs(options.as).tenant;
  const named = options.tenant === undefined ? undefined : parseTenant(options.tenant);
  if (inAs !== undefined && named !== undefined && inAs !== named) {
    throw new UsageError('--as and --tenant name two different tenants');
  }
  return named ?? inAs ?? DEFAULT_TENANT;
}
