import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { CLI, INVENTORY, openStage, ORDERS, tokensFor } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const AGENT = 'stock-watch.acme';
const basicOf = (id: string, secret = stage.clientSecret(id)): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

type Fields = Readonly<Record<string, string | undefined>>;

async function ask(fields: Fields = {}, headers: Fields = basicOf(AGENT)) {
  const all = { grant_type: 'client_credentials', resource: INVENTORY, scope: 'inventory:read', ...fields };
  const response = await stage.post('/token', all, headers);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function introspect(token: unknown, as = 'server.inventory'): Promise<Readonly<Record<string, unknown>>> {
  const response = await stage.post('/token/introspection', { token: String(token) }, basicOf(as));
  return (await response.json()) as Record<string, unknown>;
}

test('an agent’s token is of its tenant, with the roles of the settings and no person signed in', async () => {
  const { status, body } = await ask();
  expect([status, body['refresh_token']]).toEqual([200, undefined]);
  const claims = decodeJwt(String(body['access_token']));
  expect(claims).toMatchObject({
    ...{ sub: AGENT, client_id: AGENT, aud: INVENTORY, scope: 'inventory:read' },
    ...{ tenant: 'acme', person: 'stock-watch', roles: ['warehouse_clerk'] },
  });
  expect(claims).not.toHaveProperty('auth_time');
});

test('an agent that names no scope is given the first of its own', async () => {
  expect((await ask({ scope: undefined })).body['scope']).toBe('inventory:read');
});

test.each([
  ['a scope beyond its own', { scope: 'inventory:read inventory:reorder' }, 'invalid_scope'],
  ['a server it has no scope at', { resource: ORDERS, scope: undefined }, 'invalid_target'],
  ['no server', { resource: undefined }, 'invalid_target'],
])('an agent is refused %s', async (_what, fields, error) => {
  const { status, body } = await ask(fields);
  expect([status, body['error'], body['access_token']]).toEqual([400, error, undefined]);
});

test('an agent cannot ask for a person’s roles, tenant or customer', async () => {
  const asked = {
    sub: 'mara@acme',
    person: 'mara',
    roles: 'finance',
    tenant: 'globex',
    customer: 'CUS-CARLA',
    username: 'mara',
  };
  const { body } = await ask({ ...asked, claims: '{"roles":{"value":["finance"]}}' });
  const claims = decodeJwt(String(body['access_token']));
  expect(claims).toMatchObject({ tenant: 'acme', person: 'stock-watch', roles: ['warehouse_clerk'] });
  expect(claims).not.toHaveProperty('customer');
});

test.each([
  ['a wrong secret', () => basicOf(AGENT, 'wrong')],
  ['another’s secret', () => basicOf(AGENT, stage.clientSecret('server.orders'))],
])('an agent is refused with %s', async (_what, headers) => {
  expect(await ask({}, headers())).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

test.each([
  ['the command line’s client', { client_id: CLI }, {}],
  ['an MCP server', {}, 'server.inventory'],
])('client credentials are refused to %s', async (_what, fields, as) => {
  const { status, body } = await ask(fields, typeof as === 'string' ? basicOf(as) : as);
  expect([status, body['access_token']]).toEqual([400, undefined]);
});

test('a client that registers itself cannot become an agent', async () => {
  const refused = await stage.json('/reg', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
      ...{ token_endpoint_auth_method: 'client_secret_basic', client_id: AGENT },
    }),
  });
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
});

test('an agent cannot send a person to the sign-in page', async () => {
  const address = `/auth?response_type=code&client_id=${AGENT}&redirect_uri=${encodeURIComponent('http://127.0.0.1/callback')}`;
  expect((await stage.browser().get(address)).status).toBe(400);
});

test('a server is told whether a token for itself still holds, and nothing of one for another', async () => {
  const { body } = await tokensFor(stage);
  const token = body['access_token'];
  expect(await introspect(token)).toMatchObject({
    ...{ active: true, aud: INVENTORY, client_id: CLI, sub: 'mara@acme', tenant: 'acme', iss: stage.idp.issuer },
  });
  expect(await introspect(token, 'server.orders')).toEqual({ active: false });
});

test('a token that was altered is not active, though its id is known', async () => {
  const { body } = await ask();
  const [header = '', payload = '', signature = ''] = String(body['access_token']).split('.');
  const other = Buffer.from(JSON.stringify({ ...decodeJwt(String(body['access_token'])), tenant: 'globex' }));
  expect(await introspect(`${header}.${payload}.${signature}`)).toMatchObject({ active: true });
  expect(await introspect(`${header}.${other.toString('base64url')}.${signature}`)).toEqual({ active: false });
});

test('a revoked token is not active any more; only its own client revokes it', async () => {
  const { body } = await tokensFor(stage);
  const token = String(body['access_token']);
  await stage.post('/token/revocation', { token, client_id: 'supercargo-cli-2' });
  await stage.post('/token/revocation', { token }, basicOf(AGENT));
  expect(await introspect(token)).toMatchObject({ active: true });
  expect((await stage.post('/token/revocation', { token, client_id: CLI })).status).toBe(200);
  expect(await introspect(token)).toEqual({ active: false });
});

test('who asks about a token must be somebody', async () => {
  const { body } = await ask();
  const response = await stage.post('/token/introspection', { token: String(body['access_token']) });
  expect(response.status).toBe(400);
});
