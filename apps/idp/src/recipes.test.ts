import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthenticator, readAuthConfig, type AuthConfig } from '@supercargo/auth';
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { expect, onTestFinished, test } from 'vitest';

const recipes = join(import.meta.dirname, '../../../infra/identity');
const providers = readdirSync(recipes, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const read = (...path: readonly string[]): string => readFileSync(join(recipes, ...path), 'utf8');

function configOf(name: string): AuthConfig {
  const config = readAuthConfig(JSON.parse(read(name, 'auth.json')));
  if (config.ok) return config.value;
  throw new Error(config.refusal.join('; '));
}

/** What a token of that provider looks like, as its documentation shows it. */
const DOCUMENTED: Readonly<Record<string, { readonly typ?: string; readonly claims: JWTPayload }>> = {
  keycloak: {
    typ: 'at+jwt',
    claims: {
      ...{ aud: 'https://inventory.supercargo.example/mcp', azp: 'supercargo-host', jti: 'onrtac:9d6f', typ: 'Bearer' },
      ...{ sub: '3f1c', scope: 'inventory:read', tenant: 'acme', person: 'mara', roles: ['supply_chain_manager'] },
    },
  },
  entra: {
    typ: 'JWT',
    claims: {
      ...{ aud: '00000000-0000-0000-0000-00000000bbbb', azp: '8c1d', uti: 'qX3', ver: '2.0', azpacr: '0', oid: '77' },
      ...{ tid: '00000000-0000-0000-0000-00000000aaaa', sub: 'AAAx', scp: 'inventory:read' },
      ...{ person: 'mara', roles: ['supply_chain_manager'] },
    },
  },
  okta: {
    claims: {
      ...{ aud: 'https://inventory.supercargo.example/mcp', cid: '0oa1', uid: '00u1', jti: 'AT.1', ver: 1 },
      ...{ sub: 'mara@acme.example', scp: ['inventory:read'], tenant: 'acme', person: 'mara' },
      roles: ['supply_chain_manager'],
    },
  },
  auth0: {
    typ: 'at+jwt',
    claims: {
      aud: ['https://inventory.supercargo.example/mcp', 'https://acme.eu.auth0.example/userinfo'],
      ...{ sub: 'auth0|1', client_id: 'K1AU', jti: '73Wa', scope: 'openid inventory:read' },
      ...{ tenant: 'acme', person: 'mara', roles: ['supply_chain_manager'] },
    },
  },
};

/** How a server with that recipe answers such a token, signed by a key of the provider’s. */
async function answerTo(name: string, header: Partial<JWTHeaderParameters>, claims: JWTPayload) {
  const config = configOf(name);
  const [issuer] = config.issuers;
  const alg = issuer?.algorithms[0] ?? '';
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg }] };
  const server = createAuthenticator(config, {
    ...{ clock: () => new Date(), randomBytes, onRefused: () => undefined, onNewKey: () => undefined },
    fetch: async () => Response.json(keys),
    onFault: () => undefined,
  });
  onTestFinished(() => server.close());
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg, kid: 'k1', ...header })
    .setIssuer(issuer?.issuer ?? '')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey);
  return server.authenticate({
    ...{ authorization: [`Bearer ${token}`], dpop: [], method: 'POST', url: config.resource, elsewhere: false },
    ...{ certificate: undefined, address: '192.0.2.1' },
  });
}

test('there is a recipe for each of the usual providers', () => {
  expect(providers).toEqual(Object.keys(DOCUMENTED).sort());
});

test.each(providers)('what to hand to %s is well-formed, and the page says that it was not run', (name) => {
  for (const file of readdirSync(join(recipes, name)).filter((each) => each.endsWith('.json'))) {
    expect(() => JSON.parse(read(name, file)) as unknown).not.toThrow();
  }
  expect(read(name, 'README.md')).toContain('Not run against a real');
});

test.each(['auth0', 'entra', 'keycloak'])(
  'a token as %s documents it says who asks, and from which company',
  async (name) => {
    const { typ = '', claims = {} } = DOCUMENTED[name] ?? {};
    expect(await answerTo(name, { typ }, claims)).toMatchObject({
      ...{ ok: true, value: { tenant: 'acme', person: 'mara', roles: ['supply_chain_manager'] } },
    });
    const { person: _person, ...without } = claims;
    expect(await answerTo(name, { typ }, without)).toMatchObject({ ok: false });
    expect(await answerTo(name, { typ }, { ...claims, aud: 'https://orders.supercargo.example/mcp' })).toMatchObject({
      ...{ ok: false, refusal: { reason: 'audience_other' } },
    });
  },
);

test('a token as Okta documents it is refused, for it does not say what it is', async () => {
  const { claims = {} } = DOCUMENTED['okta'] ?? {};
  expect(await answerTo('okta', {}, claims)).toMatchObject({ ok: false, refusal: { reason: 'type_refused' } });
  // The rest of the recipe fits.
  expect(await answerTo('okta', { typ: 'JWT' }, claims)).toMatchObject({ ok: true, value: { client: '0oa1' } });
});

test('a token of another directory of Entra is refused', async () => {
  const { claims = {} } = DOCUMENTED['entra'] ?? {};
  const other = { ...claims, tid: '00000000-0000-0000-0000-00000000cccc' };
  expect(await answerTo('entra', { typ: 'JWT' }, other)).toMatchObject({
    ...{ ok: false, refusal: { reason: 'tenant_of_another' } },
  });
});
