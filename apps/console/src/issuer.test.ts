import { afterAll, expect, test } from 'vitest';
import { tokenMint, type MintOptions } from '@supercargo/testing';
import { issuerOf, type Answer } from './issuer.ts';
import { readSettings } from './settings.ts';

const CLIENT = 'supercargo-console';
const mint = await tokenMint({ audience: CLIENT });
afterAll(() => mint.close());

const { issuer } = mint;
const METADATA = {
  ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: mint.introspectionEndpoint },
  ...{ jwks_uri: mint.jwksUri, id_token_signing_alg_values_supported: ['ES256'] },
};

function publish(over: Readonly<Record<string, unknown>> = {}): void {
  mint.answer('/metadata', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...METADATA, ...over }));
  });
}
publish();

const settings = readSettings(
  JSON.stringify({ origin: 'http://127.0.0.1:4300', issuer, client_id: CLIENT, client_secret: 'sesame' }),
);
const clock = (): Date => new Date();
const ours = issuerOf(settings, clock);

/** A whole sign-in at an issuer that answers with a good ID token, but for these claims and options. */
async function answered(claims: Readonly<Record<string, unknown>>, options: MintOptions = {}): Promise<Answer> {
  const begun = await ours.begin('/requests');
  if ('away' in begun) throw begun.away;
  const { state, nonce } = begun.signIn;
  const good = { nonce, auth_time: mint.now(), roles: [], jti: undefined, client_id: undefined, scope: undefined };
  const id_token = await mint.mint({ ...good, ...claims }, { ...options, header: { typ: 'JWT', ...options.header } });
  mint.answer('/introspect', (_request, response) => {
    const body = JSON.stringify({ access_token: 'x', token_type: 'Bearer', id_token });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  return ours.finish(`?code=x&state=${state}`, begun.signIn);
}

test('a good ID token is believed', async () => {
  expect(await answered({})).toMatchObject({ claims: { tenant: 'acme', person: 'mara' } });
});

test('each sign-in asks for the password, and for one of the last five minutes', async () => {
  const begun = await ours.begin('/requests');
  const { searchParams } = new URL('address' in begun ? begun.address : '');
  expect([searchParams.get('max_age'), searchParams.get('prompt')]).toEqual(['300', 'login']);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['another issuer’s', { iss: 'https://login.example' }],
  ['for another client', { aud: 'another' }],
  ['for two clients, whose party is the other', { aud: [CLIENT, 'another'], azp: 'another' }],
  ['of another nonce', { nonce: 'another' }],
  ['without a nonce', { nonce: undefined }],
  ['expired', { exp: Math.floor(Date.now() / 1_000) - 120 }],
  ['without an end', { exp: undefined }],
  ['without a subject', { sub: undefined }],
  ['that does not say when they signed in', { auth_time: undefined }],
  ['of a sign-in six minutes ago', { auth_time: mint.now() - 360 }],
])('an ID token %s is refused', async (_what, claims) => {
  expect(await answered(claims)).toEqual({ refused: expect.any(String) as string });
});

test('an ID token that another key signed is refused, though it came from the token endpoint', async () => {
  const stranger = await tokenMint({ audience: CLIENT });
  try {
    const [key] = stranger.keys();
    if (key === undefined) throw new Error('a mint has a key');
    expect(await answered({}, { key })).toEqual({ refused: expect.any(String) as string });
  } finally {
    await stranger.close();
  }
});

test('an ID token that nobody signed is refused', async () => {
  expect(await answered({}, { header: { alg: 'none' } })).toEqual({ refused: expect.any(String) as string });
});

test('an answer without an ID token is refused', async () => {
  const begun = await ours.begin('/requests');
  if ('away' in begun) throw begun.away;
  mint.answer('/introspect', (_request, response) => {
    const body = JSON.stringify({ access_token: 'x', token_type: 'Bearer' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const answer = await ours.finish(`?code=x&state=${begun.signIn.state}`, begun.signIn);
  expect(answer).toEqual({ refused: expect.any(String) as string });
});

test('an issuer that fails at its token endpoint is away, and refuses nobody', async () => {
  const begun = await ours.begin('/requests');
  if ('away' in begun) throw begun.away;
  mint.answer('/introspect', (_request, response) => void response.writeHead(502).end());
  expect(await ours.finish(`?code=x&state=${begun.signIn.state}`, begun.signIn)).toHaveProperty('away');
});

test.each([
  ['authorization_endpoint', 'http://login.example/auth'],
  ['token_endpoint', 'http://login.example/token'],
  ['jwks_uri', 'http://login.example/jwks'],
  ['token_endpoint', undefined],
  ['issuer', 'http://127.0.0.1:1'],
])('an issuer whose %s is %s is not used, and is once it is put right', async (name, value) => {
  const another = issuerOf(settings, clock);
  publish({ [name]: value });
  expect(await another.begin('/requests')).toHaveProperty('away');
  publish();
  expect(await another.begin('/requests')).toHaveProperty('address');
});

test('an issuer that is away is asked again by the next who signs in', async () => {
  const another = issuerOf(settings, clock);
  await mint.stop();
  expect(await another.begin('/requests')).toHaveProperty('away');
  await mint.start();
  expect(await another.begin('/requests')).toHaveProperty('address');
});
