import type { Demo, Extent } from '@supercargo/imports';
import type { TenantTx } from '@supercargo/tenancy';
import { BLUEPRINTS } from './blueprints.ts';
import { companyOf, type Blueprint } from './company.ts';
import { coreFactsOf } from './core-history.ts';
import { hasImportedOrders, hasMoved, lockDemo, writeDemo } from './store/write-demo.ts';

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

/** The demo companies, as Inventory has them. */
export const DEMO: Demo = {
  tenants: Object.keys(BLUEPRINTS),
  load: async (tx, { tenant, currency, today, extent }) => {
    const blueprint = BLUEPRINTS[tenant];
    return blueprint !== undefined && loadDemo(tx, blueprint, currency, today, extent);
  },
};
