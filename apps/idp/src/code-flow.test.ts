import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { INVENTORY, openStage, ORDERS, tokensFor } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const { issuer } = stage.idp;

async function verified(token: unknown, audience = INVENTORY) {
  const { body } = await stage.json('/jwks');
  const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
  return jwtVerify(String(token), keys, { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'] });
}

test('a person’s token is an RFC 9068 JWT for one server, with tenant, person, roles and when they signed in', async () => {
  const before = Math.floor(Date.now() / 1_000);
  const { status, body } = await tokensFor(stage, { scope: 'inventory:read inventory:reorder' });
  expect([status, body['token_type'], body['expires_in'], body['scope'], body['refresh_token']]).toEqual([
    ...[200, 'Bearer', 600, 'inventory:read inventory:reorder', undefined],
  ]);
  const { protectedHeader, payload } = await verified(body['access_token']);
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) as string });
  expect(payload).toEqual({
    ...{ iss: issuer, aud: INVENTORY, sub: 'mara@acme', client_id: 'supercargo-cli' },
    ...{ scope: 'inventory:read inventory:reorder', jti: expect.any(String) as string },
    ...{ iat: expect.any(Number) as number, exp: (payload.iat ?? 0) + 600, auth_time: expect.any(Number) as number },
    ...{ tenant: 'acme', person: 'mara', roles: ['supply_chain_manager'] },
  });
  expect(payload['auth_time']).toBeGreaterThanOrEqual(before);
});

test('a customer’s token names the customer whose rows alone may be seen', async () => {
  const { body } = await tokensFor(stage, { resource: ORDERS, scope: 'orders:read' }, 'carla@acme');
  const { payload } = await verified(body['access_token'], ORDERS);
  expect(payload).toMatchObject({ sub: 'carla@acme', roles: ['customer'], customer: 'CUS-CARLA', tenant: 'acme' });
});
