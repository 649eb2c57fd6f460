// The same walls by nothing but pg: a READ ONLY transaction of a tenant, the stock's own statements under row-level security, and an audit
// record in a transaction of its own. `plain` waits for each statement; `together` sends what does not depend on an answer at once.
import { createInterface } from 'node:readline';
import { ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import pg from 'pg';
import * as z from 'zod';

const Round = z.strictObject({
  work: z.enum(['plain', 'together']),
  seconds: z.number().positive(),
  callers: z.int().positive(),
  tenants: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1),
  person: z.string(),
  items: z.int().positive(),
});
type Round = z.infer<typeof Round>;

const ITEM = {
  name: 'bare_item',
  text: `select i.sku, i.description, i.unit, i.supplier_id, s.name as supplier_name, i.price_minor, i.currency, i.price_as_of, i.lead_time_days,
           (select coalesce(sum(o.quantity), 0) from inventory.purchase_order o
             where o.tenant_id = i.tenant_id and o.sku = i.sku and o.state = 'open') as on_order
         from inventory.item i left join inventory.supplier s on s.tenant_id = i.tenant_id and s.id = i.supplier_id
         where i.tenant_id = app.tenant() and i.sku = $1`,
};
const STOCK = {
  name: 'bare_stock',
  text: `select s.sku, i.description, i.unit, s.warehouse_id, w.name as warehouse_name, s.on_hand, s.allocated, s.recorded_at
         from inventory.stock s
         join inventory.item i on i.tenant_id = s.tenant_id and i.sku = s.sku
         join inventory.warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
         where s.tenant_id = app.tenant() and s.sku = $1 and ($2::text is null or s.warehouse_id = $2)
         order by s.warehouse_id limit 200`,
};
const RECORD = { name: 'bare_record', text: 'insert into audit.entry (tenant_id, record) values ($1, $2)' };

const home = homeOf(process.env);
const address = await ensureDatabase({ home, env: process.env });
const config = loginConfig(address, 'supercargo_inventory', process.env, home);
const pools = {
  plain: new pg.Pool({ ...config, max: 8 }),
  together: new pg.Pool({ ...config, max: 8, pipeline: true }),
};

/** As long as the record that a call of get_stock leaves. */
function recordOf(tenant: string, person: string, sku: string): string {
  return JSON.stringify({
    ...{ v: 1, kind: 'call', method: 'tools/call', tenant, server: 'inventory', tool: 'get_stock', person },
    ...{ definition: 'd'.repeat(64), roles: ['supply_chain_manager'], via: 'local', agent: 'benchmark' },
    ...{ attestation: null, client: null, arguments: { sku }, arguments_hash: 'h'.repeat(64), trace: null },
    ...{ outcome: 'answered', request_id: null, case_id: null },
  });
}

async function call(work: Round['work'], tenant: string, person: string, sku: string): Promise<void> {
  const client = await pools[work].connect();
  const setTenant = `select pg_catalog.set_config('app.tenant', '${tenant}', true)`;
  const flights: readonly (readonly (() => Promise<unknown>)[])[] = [
    [
      () => client.query(`begin isolation level read committed read only; ${setTenant}`),
      () => client.query({ ...ITEM, values: [sku] }),
      () => client.query({ ...STOCK, values: [sku, null] }),
      () => client.query('commit'),
    ],
    [
      () => client.query(`begin isolation level read committed read write; ${setTenant}`),
      () => client.query({ ...RECORD, values: [tenant, recordOf(tenant, person, sku)] }),
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
