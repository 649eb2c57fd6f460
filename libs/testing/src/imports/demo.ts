import type { Demo, Extent } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import type { Trade } from '../contract/stage.ts';

/** Loads a trade's facts of a demo company as its importer does: the story's few, or all. A tenant without a story is told acme's. */
export function demoLoader({ tenants, load }: Demo, extent: Extent = 'core'): Trade['load'] {
  return async (database, tenant) => {
    const told = tenants.includes(tenant) ? tenant : TenantId.parse('acme');
    const today = new Date().toISOString().slice(0, 10);
    const door = database.door('supercargo_importer', { connectionsMax: 1 });
    try {
      await door.write(tenant, (tx) => load(tx, { tenant: told, currency: 'EUR', today, extent }));
    } finally {
      await door.close();
    }
  };
}
