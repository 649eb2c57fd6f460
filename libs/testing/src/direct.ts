import type { TenantId } from '@supercargo/kernel';
import type { Parameter, TenantDoor } from '@supercargo/tenancy';

/** One statement of whoever holds this door's login and names this tenant. */
export async function direct(
  door: TenantDoor,
  tenant: TenantId,
  text: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly Record<string, unknown>[]> {
  return door.write(tenant, (tx) => tx.query<Record<string, unknown>>({ name: '', text }, parameters));
}
