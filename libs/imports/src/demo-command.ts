import { dayOf, type TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';

/** What is loaded of a demo company: all of it, or the story's few rows. */
export type Extent = 'whole' | 'core';

export interface DemoCompany {
  readonly tenant: TenantId;
  readonly currency: string;
  /** The day on which it is loaded, such as `2026-11-21`: its facts are of that morning. */
  readonly today: string;
  readonly extent: Extent;
}

/** A server's facts of the demo companies. */
export interface Demo {
  /** The tenants that have some. */
  readonly tenants: readonly string[];
  /** Loads them in the transaction, all or nothing, and once: gives false where they were loaded before, whenever that was. */
  readonly load: (tx: TenantTx, company: DemoCompany) => Promise<boolean>;
}

/** `import demo <tenant> [--core]`: exit 0 when the company is there, 1 when its tenant is not, 2 for one that has no demo. */
export async function demoCommand(
  { tenants, load }: Demo,
  door: TenantDoor,
  tenant: TenantId,
  args: readonly string[],
): Promise<number> {
  if (!tenants.includes(tenant)) {
    process.stderr.write(`there are no demo facts of ${tenant}; there are ${tenants.join(', ') || 'none'}\n`);
    return 2;
  }
  const [option, ...more] = args;
  if ((option !== undefined && option !== '--core') || more.length > 0) {
    process.stderr.write('usage: import demo <tenant> [--core]\n');
    return 2;
  }
  const today = dayOf(new Date());
  return door.write(tenant, async (tx) => {
    const company = await readTenant(tx);
    if (company === undefined) {
      process.stderr.write(`${tenant} was not founded yet; run npm start\n`);
      return 1;
    }
    await load(tx, { tenant, currency: company.currency, today, extent: option === undefined ? 'whole' : 'core' });
    return 0;
  });
}
