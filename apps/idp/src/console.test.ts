import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import {
  CALLBACK,
  INVENTORY,
  authorizationRequest,
  locationOf,
  newVerifier,
  openStage,
  SETTINGS,
  signIn,
  tokensFor,
  toForm,
} from './idp.fixture.ts';
import { readSettings } from './settings.ts';

const REDIRECT = 'http://127.0.0.1:4300/callback';
const CONSOLE = 'supercargo-console';
const settings = { ...SETTINGS, console: { redirect_uri: REDIRECT } };
const stage = await openStage({ settings });
afterAll(() => stage.end());

const OWN = { client_id: CONSOLE, redirect_uri: REDIRECT, scope: 'openid company', resource: undefined, nonce: 'n' };

/** Signs in for the console, as its browser does; the address that it is sent back to, or the page that it stops at. */
async function signedIn(
  fields: Readonly<Record<string, string | undefined>> = {},
  account = 'mara@acme',
  browser = stage.browser(),
) {
  const verifier = newVerifier();
  const { path } = await toForm(browser, authorizationRequest(verifier, { ...OWN, ...fields }));
  const form = { name: account, password: stage.password(account) };
  const next = locationOf(await browser.send(`${path}/login`, form));
  const back = await browser.get(next);
  return { verifier, browser, back: locationOf(back) };
}

async function exchange(code: string, code_verifier: string, secret = stage.clientSecret(CONSOLE)) {
  const authorization = `Basic ${Buffer.from(`${CONSOLE}:${secret}`).toString('base64')}`;
  const fields = { grant_type: 'authorization_code', code, code_verifier, redirect_uri: REDIRECT };
  const response = await stage.post('/token', fields, { authorization });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const codeIn = (address: string): string => new URL(address).searchParams.get('code') ?? '';

test('the console is told the company, the person, their roles and when they signed in, without a question', async () => {
  const before = Math.floor(Date.now() / 1_000);
  const { verifier, back } = await signedIn();
  expect(back.startsWith(`${REDIRECT}?`)).toBe(true);
  const { status, body } = await exchange(codeIn(back), verifier);
  expect([status, body['scope']]).toEqual([200, 'openid company']);
  const claims = decodeJwt(String(body['id_token']));
  expect(claims).toMatchObject({
    ...{ iss: stage.idp.issuer, aud: CONSOLE, sub: 'mara@acme', nonce: 'n' },
    ...{ tenant: 'acme', person: 'mara', roles: ['supply_chain_manager'] },
  });
  expect(claims['auth_time']).toBeGreaterThanOrEqual(before);
  expect(claims['customer']).toBeUndefined();
});

test('who signs in for the console is told so, and that nothing more is asked', async () => {
  const { page } = await toForm(stage.browser(), authorizationRequest(newVerifier(), OWN));
  expect(page).toContain('For <strong>the Supercargo console</strong>, to know who you are.</p>');
});

test('of a customer it is told which', async () => {
  const { verifier, back } = await signedIn({}, 'carla@acme');
  const { body } = await exchange(codeIn(back), verifier);
  expect(decodeJwt(String(body['id_token']))).toMatchObject({ roles: ['customer'], customer: 'CUS-CARLA' });
});

test('its tokens are for no MCP server, and it is given none for one without a question', async () => {
  const { verifier, back } = await signedIn();
  const { body } = await exchange(codeIn(back), verifier);
  expect(String(body['access_token']).split('.')).toHaveLength(1);
  const { back: asked } = await signedIn({ resource: INVENTORY, scope: 'openid company inventory:read' });
  expect(asked).toMatch(/^\/interaction\//);
});

test('a browser that is signed in is asked for the password again where the console wants that', async () => {
  const { browser } = await signedIn();
  const silent = await browser.get(authorizationRequest(newVerifier(), OWN));
  expect(locationOf(silent).startsWith(`${REDIRECT}?code=`)).toBe(true);
  const { page } = await toForm(browser, authorizationRequest(newVerifier(), { ...OWN, prompt: 'login' }));
  expect(page).toContain('name="password"');
});

test.each([
  ['http://127.0.0.1:4301/callback'],
  ['http://localhost:4300/callback'],
  ['http://127.0.0.1:4300/callback/more'],
  [CALLBACK],
])('its answers are sent to its one address, not to %s', async (redirect_uri) => {
  const response = await stage.browser().get(authorizationRequest(newVerifier(), { ...OWN, redirect_uri }));
  expect([response.status, response.headers.get('location')]).toEqual([400, null]);
});

test('a code of its is worth nothing without its secret', async () => {
  const { verifier, back } = await signedIn();
  expect(await exchange(codeIn(back), verifier, 'another')).toMatchObject({ status: 401 });
});

test('it gets no token as an agent does', async () => {
  const authorization = `Basic ${Buffer.from(`${CONSOLE}:${stage.clientSecret(CONSOLE)}`).toString('base64')}`;
  const own = await stage.post('/token', { grant_type: 'client_credentials', resource: INVENTORY }, { authorization });
  expect([own.status, await own.json()]).toMatchObject([
    400,
    { error_description: 'requested grant type is not allowed for this client' },
  ]);
});

test('another client that asks for the company is asked about, in words', async () => {
  const { page } = await signIn(
    stage,
    stage.browser(),
    authorizationRequest(newVerifier(), { scope: 'openid company', resource: undefined }),
  );
  expect(page).toContain('know for which company you act, and your roles there <code>company</code>');
});

test('who asks to be signed in alone is told no roles', async () => {
  const { body } = await tokensFor(stage, { resource: undefined, scope: 'openid' });
  const claims = decodeJwt(String(body['id_token']));
  expect([claims.sub, claims['roles'], claims['customer']]).toEqual(['mara@acme', undefined, undefined]);
});

test('where the settings have no console, there is none', async () => {
  const without = await openStage();
  try {
    expect(without.clientSecret(CONSOLE)).toBe('');
    const response = await without.browser().get(authorizationRequest(newVerifier(), OWN));
    expect(response.status).toBe(400);
  } finally {
    await without.end();
  }
});

test.each(['https://console.example/callback', 'http://127.0.0.1:4300/callback?x=1', 'callback'])(
  'a console at %s is refused by its field',
  (redirect_uri) => {
    expect(() => readSettings(JSON.stringify({ ...SETTINGS, console: { redirect_uri } }))).toThrow(
      'console.redirect_uri: a redirect address on this machine',
    );
  },
);
