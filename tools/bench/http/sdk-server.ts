// The SDK's own handler behind Express, and pg: as its documentation shows it. No sign-in, no walls, no record. As `sdk-whole` and `sdk-first`
// it offers what Inventory offers: it makes its server, with all tools, anew for each request.
import type { AddressInfo } from 'node:net';
import { busyConnections } from '@supercargo/cluster';
import express from 'express';
import pg from 'pg';
import * as z from 'zod';
import { serverDefinition } from '../../servers.ts';
import { OPEN_STOCK } from '../statements.ts';
import { sdkOf } from './sdk-release.ts';

const side = process.argv[2];
const { toNodeHandler, createMcpHandler, McpServer } = await sdkOf(side === 'sdk-first' ? 'first' : 'installed');

// Where the database is, and as whom, is in the variables of libpq.
const pool = new pg.Pool({ max: busyConnections() });

const others =
  side === 'sdk' ? [] : (await serverDefinition('inventory')).tools.filter(({ name }) => name !== 'get_stock');

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'stock', version: '1.0.0' });
  server.registerTool(
    'get_stock',
    { description: 'The stock of an item.', inputSchema: z.object({ tenant: z.string(), sku: z.string() }) },
    async ({ tenant, sku }) => {
      const { rows } = await pool.query<Record<string, unknown>>({
        ...{ name: 'bench_open_stock', text: OPEN_STOCK },
        values: [tenant, sku],
      });
      return { content: [{ type: 'text', text: JSON.stringify(rows) }] };
    },
  );
  for (const { name, description, input } of others) {
    server.registerTool(name, { description, inputSchema: input }, () => ({ content: [], isError: true }));
  }
  return server;
});

const app = express();
app.use(express.json());
const handle = toNodeHandler(handler);
app.all('/mcp', (request, response) => void handle(request, response, request.body));
const listening = app.listen(0, '127.0.0.1', () => {
  console.log((listening.address() as AddressInfo).port.toString());
});
