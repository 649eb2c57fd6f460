import type { TenantTx } from '@supercargo/tenancy';
import type { Founding } from '../founding.ts';

const FOUND = { name: 'people_found_tenant', text: 'select people.found_tenant($1::jsonb) as founded' } as const;
const EXISTS = {
  name: 'people_tenant',
  text: 'select name, currency, scripted from people.tenant where tenant_id = app.tenant()',
} as const;

/** Founds the tenant of this transaction with its people and policy; false, and nothing changed, where it exists. */
export async function foundTenant(tx: TenantTx, founding: Founding): Promise<boolean> {
  const [row] = await tx.query<{ founded: boolean }>(FOUND, [JSON.stringify(founding)]);
  return row?.founded === true;
}

export interface Tenant {
  readonly name: string;
  readonly currency: string;
  readonly scripted: boolean;
}

/** The tenant of this transaction, or undefined where it was never founded. */
export async function readTenant(tx: TenantTx): Promise<Tenant | undefined> {
  const [row] = await tx.query<{ name: string; currency: string; scripted: boolean }>(EXISTS);
  return row;
}
