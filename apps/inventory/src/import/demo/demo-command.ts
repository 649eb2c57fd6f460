import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';
import { BLUEPRINTS } from './blueprints.ts';
import { companyOf, type Blueprint } from './company.ts';
import { coreFactsOf } from './core-history.ts';
import { hasImportedOrders, hasMoved, lockDemo, writeDemo } from './store/write-demo.ts';

/** What is loaded of a demo company: all of it, or the story's few rows. */
export type Extent = 'whole' | 'core';

/** Quick, however large the company is: rows come in one transaction, so where one kind of them is, all are. */
async function isLoaded(tx: TenantTx, { core }: Blueprint, extent: Extent): Promise<boolean> {
  if (extent === 'whole') return hasImportedOrders(tx);
  const [first] = core.stock;
  return first !== undefined && (await hasMoved(tx, first.sku));
}

/**
 * Loads a demo company as it stands on the morning of `today`, a date such as `2026-11-21`; gives false where it was loaded before, whenever
 * that was. All of it is there afterwards, or nothing was written.
 */
export async function loadDemo(
  tx: TenantTx,
  blueprint: Blueprint,
  currency: string,
  today: string,
  extent: Extent,
): Promise<boolean> {
  await lockDemo(tx);
  if (await isLoaded(tx, blueprint, extent)) return false;
  const { seed, core } = blueprint;
  await writeDemo(tx, extent === 'whole' ? companyOf(blueprint, today) : coreFactsOf(seed, core, today), currency);
  return true;
}

/** `import demo <tenant> [--core]`: exit 0 when the company is there, 1 when its tenant is not, 2 for one that has no demo. */
export async function demoCommand(door: TenantDoor, tenant: TenantId, args: readonly string[]): Promise<number> {
  const blueprint = Object.hasOwn(BLUEPRINTS, tenant) ? BLUEPRINTS[tenant] : undefined;
  if (blueprint === undefined) {
    process.stderr.write(`there are no demo facts of ${tenant}; there are ${Object.keys(BLUEPRINTS).join(', ')}\n`);
    return 2;
  }
  const [option, ...more] = args;
  if ((option !== undefined && option !== '--core') || more.length > 0) {
    process.stderr.write('usage: import demo <tenant> [--core]\n');
    return 2;
  }
  const today = new Date().toISOString().slice(0, 10);
  return door.write(tenant, async (tx) => {
    const company = await readTenant(tx);
    if (company === undefined) {
      process.stderr.write(`${tenant} was not founded yet; run npm start\n`);
      return 1;
    }
    await loadDemo(tx, blueprint, company.currency, today, option === undefined ? 'whole' : 'core');
    return 0;
  });
}
