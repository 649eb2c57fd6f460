// The SDK's own handler behind Express with what it takes to let agents at it: a token that is checked (jose), the walls and the record. No rate, no
// roles, no kill switches, no scopes of a tool. Arguments: the issuer, where its keys are, and what this server is called in its tokens.
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer, verifyBearerToken, type OAuthTokenVerifier } from '@modelcontextprotocol/server';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as z from 'zod';
import { openWalledStock, StockAsked } from './walled-stock.ts';

const [issuer = '', jwksUri = '', audience = ''] = process.argv.slice(2);
const keys = createRemoteJWKSet(new URL(jwksUri));
const stockOf = await openWalledStock();

const verifier: OAuthTokenVerifier = {
  async verifyAccessToken(token) {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'] });
    const { tenant, person, client_id: clientId, scope, exp } = payload;
    return {
      ...{ token, clientId: String(clientId), scopes: String(scope).split(' '), resource: new URL(audience) },
      ...(exp === undefined ? {} : { expiresAt: exp }),
      extra: { tenant, person },
    };
  },
};

const handler = createMcpHandler(({ authInfo }) => {
  const server = new McpServer({ name: 'stock', version: '1.0.0' });
  server.registerTool(
    'get_stock',
    { description: 'The stock of an item.', inputSchema: z.object({ sku: z.string() }) },
    async ({ sku }) => {
      const rows = await stockOf(StockAsked.parse({ ...authInfo?.extra, sku }));
      return { content: [{ type: 'text', text: JSON.stringify(rows) }] };
    },
  );
  return server;
});

const app = express();
app.use(express.json());
const handle = toNodeHandler(handler);
app.all('/mcp', async (request, response) => {
  const auth = await verifyBearerToken(request.headers.authorization, {
    ...{ verifier, requiredScopes: ['inventory:read'], expectedResource: new URL(audience) },
  });
  await handle(Object.assign(request, { auth }), response, request.body);
});
const listening = app.listen(0, '127.0.0.1', () => {
  console.log((listening.address() as AddressInfo).port.toString());
});
