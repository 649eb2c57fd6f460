// node:http and pg alone: a READ ONLY transaction of a tenant with the stock's own statements under row-level security, and an audit record in a
// transaction of its own. No protocol, no sign-in: who asks is believed. What does not depend on an answer is sent at once.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { busyConnections, ensureDatabase, homeOf, loginConfig } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import pg from 'pg';
import * as z from 'zod';
import { ITEM_STOCK, RECORD, recordOf } from '../statements.ts';

const Asked = z.strictObject({ tenant: TenantId, person: z.string(), sku: z.string().max(64) });

const home = homeOf(process.env);
const address = await ensureDatabase({ home, env: process.env });
const pool = new pg.Pool({
  ...loginConfig(address, 'supercargo_inventory', process.env, home),
  ...{ max: busyConnections(), pipeline: true },
});

async function stockOf({ tenant, person, sku }: z.infer<typeof Asked>): Promise<unknown> {
  const client = await pool.connect();
  const setTenant = `select pg_catalog.set_config('app.tenant', '${tenant}', true)`;
  try {
    const [, stock] = await Promise.all([
      client.query(`begin isolation level read committed read only; ${setTenant}`),
      client.query({ ...ITEM_STOCK, values: [sku] }),
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
}

async function answer(request: IncomingMessage): Promise<string> {
  return JSON.stringify(await stockOf(Asked.parse(await json(request))));
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port.toString());
});
