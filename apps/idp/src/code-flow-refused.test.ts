import { afterAll, expect, test } from 'vitest';
import {
  authorizationRequest,
  authorize,
  CALLBACK,
  CLI,
  INVENTORY,
  locationOf,
  newVerifier,
  openStage,
  ORDERS,
  redeem,
  signIn,
} from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

/** What an authorization request is answered at once, without asking anybody. */
async function answerOf(fields: Readonly<Record<string, string | undefined>>) {
  const response = await stage.browser().get(authorizationRequest(newVerifier(), fields));
  const location = locationOf(response);
  // In the fragment where the request wanted that.
  const sent = location.startsWith(CALLBACK) ? new URLSearchParams(location.slice(CALLBACK.length + 1)) : undefined;
  return { status: response.status, error: sent?.get('error'), iss: sent?.get('iss'), page: await response.text() };
}

async function newCode(fields: Readonly<Record<string, string | undefined>> = {}) {
  const verifier = newVerifier();
  const answer = await authorize(stage, authorizationRequest(verifier, fields));
  return { code: answer.get('code') ?? '', verifier };
}

test.each([
  ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
  ['with a challenge that is the verifier itself', { code_challenge_method: 'plain' }],
  ['with a challenge of no method', { code_challenge_method: undefined }],
  ['for a token in the address', { response_type: 'token' }],
])('a request %s is refused, to the client and with iss', async (_what, fields) => {
  const { status, error, iss } = await answerOf(fields);
  expect([status, iss]).toEqual([303, stage.idp.issuer]);
  expect(['invalid_request', 'unsupported_response_type']).toContain(error);
});

test.each([
  ['an unknown resource', 'http://127.0.0.1:9/mcp'],
  ['a resource that differs by a slash', `${INVENTORY}/`],
  ['no resource', undefined],
])('a request for %s is refused', async (_what, resource) => {
  expect(await answerOf({ resource })).toMatchObject({ status: 303, error: 'invalid_target' });
});

test('a request for two resources is refused', async () => {
  const request = `${authorizationRequest(newVerifier())}&resource=${encodeURIComponent(ORDERS)}`;
  const location = locationOf(await stage.browser().get(request));
  expect(new URL(location).searchParams.get('error')).toBe('invalid_target');
});

test.each([
  ['of another host', 'http://evil.example/callback'],
  ['of another path', 'http://127.0.0.1:53682/other'],
  ['over another scheme', 'https://127.0.0.1:53682/callback'],
  ['with more behind it', 'http://127.0.0.1:53682/callback?x=1'],
  ['with a user before it', 'http://a@127.0.0.1:53682/callback'],
])('a redirect address %s is refused on a page, and nobody is sent there', async (_what, redirect_uri) => {
  const response = await stage.browser().get(authorizationRequest(newVerifier(), { redirect_uri }));
  expect([response.status, locationOf(response)]).toEqual([400, '']);
  expect(await response.text()).toContain('invalid_redirect_uri');
});

test('a redirect address on this machine may have any port (RFC 8252)', async () => {
  const redirect_uri = 'http://127.0.0.1:1/callback';
  const response = await stage.browser().get(authorizationRequest(newVerifier(), { redirect_uri }));
  expect(response.status).toBe(303);
});

test('a client nobody knows is refused on a page', async () => {
  const response = await stage.browser().get(authorizationRequest(newVerifier(), { client_id: 'nobody' }));
  expect([response.status, locationOf(response)]).toEqual([400, '']);
});

test('an answer in a fragment is refused', async () => {
  expect(await answerOf({ response_mode: 'fragment' })).toMatchObject({ status: 303, error: 'invalid_request' });
});

test('an answer by a page that sends a form is refused, and that page’s script does not run', async () => {
  const response = await stage.browser().get(authorizationRequest(newVerifier(), { response_mode: 'form_post' }));
  expect([response.status, (await response.text()).includes('value="invalid_request"')]).toEqual([400, true]);
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src /);
});

test('a code is exchanged once: a second time ends what came of the first', async () => {
  const { code, verifier } = await newCode({ scope: 'inventory:read offline_access', prompt: 'consent' });
  const first = await redeem(stage, code, verifier);
  expect(first.status).toBe(200);
  expect(await redeem(stage, code, verifier)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  const refresh = { grant_type: 'refresh_token', client_id: CLI, refresh_token: String(first.body['refresh_token']) };
  expect((await stage.post('/token', refresh)).status).toBe(400);
});

test.each([
  ['another verifier', { code_verifier: newVerifier() }],
  ['no verifier', { code_verifier: undefined }],
  ['another redirect address', { redirect_uri: 'http://127.0.0.1:53683/callback' }],
  ['another resource', { resource: ORDERS }],
])('a code is not exchanged with %s', async (_what, fields) => {
  const { code, verifier } = await newCode();
  const { status, body } = await redeem(stage, code, verifier, fields);
  expect([status, body['access_token']]).toEqual([400, undefined]);
});

test('a code is not exchanged by another client', async () => {
  const registered = await stage.json('/reg', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [CALLBACK] }),
  });
  const { code, verifier } = await newCode();
  const answer = await redeem(stage, code, verifier, { client_id: String(registered.body['client_id']) });
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('who refuses is sent back without a code', async () => {
  const browser = stage.browser();
  const { path } = await signIn(stage, browser, authorizationRequest(newVerifier()));
  const refused = await browser.send(`${path}/consent`, { decision: 'refuse' });
  const answer = new URL(locationOf(await browser.get(locationOf(refused)))).searchParams;
  expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
});

test('a scope that the server does not have is left out of the token, and the answer says so', async () => {
  const { code, verifier } = await newCode({ scope: 'inventory:read orders:read made:up' });
  expect((await redeem(stage, code, verifier)).body['scope']).toBe('inventory:read');
});

test('a request without a scope is given the first of that server', async () => {
  const { code, verifier } = await newCode({ scope: undefined });
  expect((await redeem(stage, code, verifier)).body['scope']).toBe('inventory:read');
});
