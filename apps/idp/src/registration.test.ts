import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { authorizationRequest, authorize, newVerifier, openStage, redeem } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const register = (metadata: Readonly<Record<string, unknown>>) =>
  stage.json('/reg', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });

test('both discovery documents say the same, of this issuer', async () => {
  const paths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
  const [one, other] = await Promise.all(paths.map((path) => stage.json(path)));
  expect(one).toEqual(other);
  expect(one?.body).toMatchObject({
    ...{ issuer: stage.idp.issuer, code_challenge_methods_supported: ['S256'], response_types_supported: ['code'] },
    ...{ authorization_response_iss_parameter_supported: true, client_id_metadata_document_supported: true },
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    registration_endpoint: `${stage.idp.issuer}/reg`,
    introspection_endpoint: `${stage.idp.issuer}/token/introspection`,
    revocation_endpoint: `${stage.idp.issuer}/token/revocation`,
    dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
  });
});

test('an older client registers as older clients do, and gets a token on any port of this machine', async () => {
  const { status, body } = await register({
    ...{ client_name: 'Old host', redirect_uris: ['http://localhost:3000/callback'], response_types: ['code'] },
    ...{ grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'none' },
    scope: 'inventory:read offline_access',
  });
  expect([status, body['client_secret'], body['application_type']]).toEqual([201, undefined, 'native']);
  const client_id = String(body['client_id']);
  const redirect_uri = 'http://localhost:41234/callback';
  const verifier = newVerifier();
  const answer = await authorize(stage, authorizationRequest(verifier, { client_id, redirect_uri }));
  const token = await redeem(stage, answer.get('code') ?? '', verifier, { client_id, redirect_uri });
  expect(decodeJwt(String(token.body['access_token']))).toMatchObject({ client_id, sub: 'mara@acme' });
});

test('a host’s own scheme is accepted', async () => {
  const { status } = await register({ redirect_uris: ['cursor://anysphere.cursor-retrieval/oauth/callback'] });
  expect(status).toBe(201);
});

test.each([
  ['over http elsewhere', { redirect_uris: ['http://evil.example/callback'] }],
  ['that runs a script', { redirect_uris: ['javascript:alert(1)'] }],
  ['with a fragment', { redirect_uris: ['http://127.0.0.1/callback#x'] }],
  ['that is none', { redirect_uris: ['callback'] }],
])('a redirect address %s is refused', async (_what, metadata) => {
  const { status, body } = await register(metadata);
  expect(status).toBe(400);
  expect(['invalid_redirect_uri', 'invalid_client_metadata']).toContain(body['error']);
});

test.each([
  ['no redirect address', {}],
  [
    'tokens in the address',
    { redirect_uris: ['http://127.0.0.1/cb'], response_types: ['token'], grant_types: ['implicit'] },
  ],
  ['a long name', { redirect_uris: ['http://127.0.0.1/cb'], client_name: 'x'.repeat(501) }],
  [
    'many redirect addresses',
    { redirect_uris: Array.from({ length: 21 }, (_, at) => `http://127.0.0.1/${at.toString()}`) },
  ],
  ['a password grant', { redirect_uris: ['http://127.0.0.1/cb'], grant_types: ['password'] }],
  ['grants that are no list', { redirect_uris: ['http://127.0.0.1/cb'], grant_types: 5 }],
  ['redirects that are no list', { redirect_uris: { length: 1 } }],
])('a registration with %s is refused', async (_what, metadata) => {
  const { status, body } = await register(metadata);
  expect([status, body['client_id']]).toEqual([400, undefined]);
  expect(['invalid_redirect_uri', 'invalid_client_metadata']).toContain(body['error']);
});

test('a client cannot choose its id', async () => {
  const { body } = await register({ client_id: 'supercargo-cli', redirect_uris: ['http://127.0.0.1/callback'] });
  expect(body['client_id']).not.toBe('supercargo-cli');
});
