import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthenticator, readAuthConfig, type Authenticator, type AuthConfigInput } from '@supercargo/auth';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { CLI, INVENTORY, openStage, ORDERS, tokensFor } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

/** What an MCP server checks its callers with, told of this issuer. */
async function serverOf(
  resource: string,
  more: Partial<AuthConfigInput['issuers'][number]> = {},
): Promise<Authenticator> {
  const baselineScope = resource === INVENTORY ? 'inventory:read' : 'orders:read';
  const issuers = [{ issuer: stage.idp.issuer, algorithms: ['ES256' as const], ...more }];
  const config = readAuthConfig({
    ...{ resource, baselineScope, scopesSupported: [baselineScope], development: true, issuers },
  });
  if (!config.ok) throw new Error(config.refusal.join('; '));
  const server = createAuthenticator(config.value, {
    ...{ clock: () => new Date(), fetch: globalThis.fetch, randomBytes },
    ...{ onRefused: () => undefined, onNewKey: () => undefined, onFault: () => undefined },
  });
  onTestFinished(() => server.close());
  await expect.poll(() => server.unmet()).toEqual([]);
  return server;
}

const present = (server: Authenticator, token: unknown, url = INVENTORY) =>
  server.authenticate({
    ...{ authorization: [`Bearer ${String(token)}`], dpop: [], method: 'POST', url, elsewhere: false },
    ...{ certificate: undefined, address: '127.0.0.1' },
  });

test('a server finds the keys by the metadata and knows person, tenant, roles and client', async () => {
  const { body } = await tokensFor(stage);
  expect(await present(await serverOf(INVENTORY), body['access_token'])).toMatchObject({
    ok: true,
    value: {
      ...{ issuer: stage.idp.issuer, subject: 'mara@acme', tenant: 'acme', person: 'mara', client: CLI },
      ...{ roles: ['supply_chain_manager'], scopes: new Set(['inventory:read']), customer: null, delegated: false },
    },
  });
});

test('a customer comes with the customer, an agent with its own name', async () => {
  const carla = await tokensFor(stage, { resource: ORDERS, scope: 'orders:read' }, 'carla@acme');
  expect(await present(await serverOf(ORDERS), carla.body['access_token'], ORDERS)).toMatchObject({
    ...{ ok: true, value: { person: 'carla', customer: 'CUS-CARLA', roles: ['customer'] } },
  });
  const basic = Buffer.from(`stock-watch.acme:${stage.clientSecret('stock-watch.acme')}`).toString('base64');
  const fields = { grant_type: 'client_credentials', resource: INVENTORY };
  const answer = await stage.post('/token', fields, { authorization: `Basic ${basic}` });
  const { access_token } = (await answer.json()) as Record<string, unknown>;
  expect(await present(await serverOf(INVENTORY), access_token)).toMatchObject({
    ...{ ok: true, value: { person: 'stock-watch', client: 'stock-watch.acme', authTime: null, customer: null } },
  });
});

test('a token for one server is refused by another, and so is one for signing in alone', async () => {
  const { body } = await tokensFor(stage);
  const orders = await serverOf(ORDERS);
  expect(await present(orders, body['access_token'], ORDERS)).toMatchObject({
    ...{ ok: false, refusal: { status: 401, reason: 'audience_other' } },
  });
  const signedIn = await tokensFor(stage, { resource: undefined, scope: 'openid' });
  expect(signedIn.body).toMatchObject({ scope: 'openid' });
  for (const token of [signedIn.body['access_token'], signedIn.body['id_token']]) {
    expect(await present(await serverOf(INVENTORY), token)).toMatchObject({ ok: false, refusal: { status: 401 } });
  }
});

test('a server that asks each time refuses a token that was revoked a moment ago', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'client-secret-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const clientSecretFile = join(folder, 'secret');
  await writeFile(clientSecretFile, stage.clientSecret('server.inventory'));
  const server = await serverOf(INVENTORY, {
    introspection: {
      ...{ consult: 'every', endpoint: `${stage.idp.issuer}/token/introspection` },
      ...{ clientId: 'server.inventory', clientSecretFile },
    },
  });
  const { body } = await tokensFor(stage);
  const token = String(body['access_token']);
  expect(await present(server, token)).toMatchObject({ ok: true });
  await stage.post('/token/revocation', { token, client_id: CLI });
  expect(await present(server, token)).toMatchObject({ ok: false, refusal: { status: 401 } });
});
