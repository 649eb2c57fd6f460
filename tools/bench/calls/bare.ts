// The same walls by nothing but pg: a READ ONLY transaction of a tenant, the stock's own statements under row-level security, and an audit
// record in a transaction of its own. `plain` waits for each statement; `together` sends what does not depend on an answer at once.
import { createInterface } from 'node:readline';
import { ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import pg from 'pg';
import * as z from 'zod';
import { ITEM_STOCK, RECORD, recordOf } from '../statements.ts';

const Round = z.strictObject({
  work: z.enum(['plain', 'together']),
  seconds: z.number().positive(),
  callers: z.int().positive(),
  tenants: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1),
  person: z.string(),
  items: z.int().positive(),
});
type Round = z.infer<typeof Round>;

const home = homeOf(process.env);
const address = await ensureDatabase({ home, env: process.env });
const config = loginConfig(address, 'supercargo_inventory', process.env, home);
const pools = {
  plain: new pg.Pool({ ...config, max: 8 }),
  together: new pg.Pool({ ...config, max: 8, pipeline: true }),
};

async function call(work: Round['work'], tenant: string, person: string, sku: string): Promise<void> {
  const client = await pools[work].connect();
  const setTenant = `select pg_catalog.set_config('app.tenant', '${tenant}', true)`;
  const flights: readonly (readonly (() => Promise<unknown>)[])[] = [
    [
      () => client.query(`begin isolation level read committed read only; ${setTenant}`),
      () => client.query({ ...ITEM_STOCK, values: [sku] }),
      () => client.query('commit'),
    ],
    [
      () => client.query(`begin isolation level read committed read write; ${setTenant}`),
      () => client.query({ ...RECORD, values: [tenant, recordOf('local', tenant, person, sku)] }),
      () => client.query('commit'),
    ],
  ];
  try {
    for (const flight of flights) {
      if (work === 'together') await Promise.all(flight.map((send) => send()));
      else for (const send of flight) await send();
    }
  } finally {
    client.release();
  }
}

async function play({ work, seconds, callers, tenants, person, items }: Round): Promise<readonly number[]> {
  const end = performance.now() + seconds * 1000;
  const tookMs: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let at = caller; performance.now() < end; at += callers) {
        const startedAt = performance.now();
        await call(work, tenants[caller % tenants.length] ?? '', person, `SKU-${1 + ((at * 7919) % items)}`);
        tookMs.push(performance.now() - startedAt);
      }
    }),
  );
  return tookMs;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await play(Round.parse(JSON.parse(line))))}\n`);
}
await Promise.all(Object.values(pools).map((pool) => pool.end()));
