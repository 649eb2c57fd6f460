// The SDK's own handler behind Express, and pg: as its documentation shows it. No sign-in, no walls, no record.
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import express from 'express';
import pg from 'pg';
import * as z from 'zod';
import { OPEN_STOCK } from '../statements.ts';

const CONNECTIONS_MAX = 16;
// Where the database is, and as whom, is in the variables of libpq.
const pool = new pg.Pool({ max: CONNECTIONS_MAX });

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
  return server;
});

const app = express();
app.use(express.json());
const handle = toNodeHandler(handler);
app.all('/mcp', (request, response) => void handle(request, response, request.body));
const listening = app.listen(0, '127.0.0.1', () => {
  console.log((listening.address() as AddressInfo).port.toString());
});
