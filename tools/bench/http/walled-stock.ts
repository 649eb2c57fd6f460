import { busyConnections, ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import pg from 'pg';
import * as z from 'zod';
import { ITEM_STOCK, RECORD, recordOf } from '../statements.ts';

export const StockAsked = z.strictObject({ tenant: TenantId, person: z.string(), sku: z.string().max(64) });

/**
 * The stock of an item with the walls that ours has, by pg alone: a READ ONLY transaction of a tenant with the stock's own statement under
 * row-level security, and an audit record in a transaction of its own. What does not depend on an answer is sent at once.
 */
export async function openWalledStock(): Promise<(asked: z.infer<typeof StockAsked>) => Promise<readonly unknown[]>> {
  const home = homeOf(process.env);
  const address = await ensureDatabase({ home, env: process.env });
  const pool = new pg.Pool({
    ...loginConfig(address, 'supercargo_inventory', process.env, home),
    ...{ max: busyConnections(), pipeline: true },
  });
  return async ({ tenant, person, sku }) => {
    const client = await pool.connect();
    const setTenant = `select pg_catalog.set_config('app.tenant', '${tenant}', true)`;
    try {
      const [, stock] = await Promise.all([
        client.query(`begin isolation level read committed read only; ${setTenant}`),
        client.query<Record<string, unknown>>({ ...ITEM_STOCK, values: [sku] }),
        client.query('commit'),
      ]);
      await Promise.all([
        client.query(`begin isolation level read committed read write; ${setTenant}`),
        client.query({ ...RECORD, values: [tenant, recordOf('oauth', tenant, person, sku)] }),
        client.query('commit'),
      ]);
      return stock.rows;
    } finally {
      client.release();
    }
  };
}
