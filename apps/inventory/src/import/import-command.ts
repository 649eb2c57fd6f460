import { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { ImportCommand } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { DEMO_FACTS } from './demo/facts.ts';
import { writeDemo } from './demo/store/write-demo.ts';
import { scmsCommand } from './scms/scms-command.ts';

const USAGE = 'usage: import demo <tenant> | import scms <tenant> <file> [--json]';

async function importDemo(door: TenantDoor, tenant: TenantId): Promise<number> {
  const facts = Object.hasOwn(DEMO_FACTS, tenant) ? DEMO_FACTS[tenant] : undefined;
  if (facts === undefined) {
    process.stderr.write(`there are no demo facts of ${tenant}; there are ${Object.keys(DEMO_FACTS).join(', ')}\n`);
    return 2;
  }
  return door.write(tenant, async (tx) => {
    const company = await readTenant(tx);
    if (company === undefined) {
      process.stderr.write(`${tenant} was not founded yet; run npm start\n`);
      return 1;
    }
    await writeDemo(tx, facts, company.currency);
    return 0;
  });
}

/** How outside facts get into Inventory. Each source is a folder of its own. */
export const importInto: ImportCommand = async (door, [source, tenantName, ...rest]) => {
  const tenant = TenantId.safeParse(tenantName);
  if (!tenant.success) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  switch (source) {
    case 'demo':
      return importDemo(door, tenant.data);
    case 'scms':
      return scmsCommand(door, tenant.data, rest);
    default:
      process.stderr.write(`${USAGE}\n`);
      return 2;
  }
};
