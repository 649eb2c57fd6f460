import { expect, test } from 'vitest';
import { readAuthConfig } from './auth-config.ts';

const issuer = { issuer: 'https://login.example/acme', jwksUri: 'https://login.example/acme/jwks' };
const good = {
  resource: 'https://inventory.example/mcp',
  baselineScope: 'inventory:read',
  scopesSupported: ['inventory:read', 'inventory:write'],
  issuers: [issuer],
};
const ofIssuer = (more: object): object => ({ ...good, issuers: [{ ...issuer, ...more }] });
const introspection = {
  consult: 'every',
  endpoint: 'https://login.example/introspect',
  clientId: 'inventory',
  clientSecretFile: '/run/secrets/inventory',
};

function problemsOf(config: unknown): readonly string[] {
  const read = readAuthConfig(config);
  return read.ok ? [] : read.refusal;
}

test('what is not configured is strict', () => {
  const read = readAuthConfig(good);
  expect(read).toMatchObject({
    ok: true,
    value: {
      ...{ development: false, clockSkewSeconds: 30 },
      issuers: [
        {
          ...{ algorithms: ['ES256', 'EdDSA', 'PS256', 'RS256'], types: ['at+jwt'], otherAudiences: 'refused' },
          ...{ lifetimeSecondsMax: 3_600, introspection: { consult: 'none' }, senderConstraint: { kind: 'none' } },
        },
      ],
    },
  });
});

test.for<[string, unknown, string]>([
  ['an unknown key', { ...good, developement: true }, 'unknown developement'],
  ['an unknown key of an issuer', ofIssuer({ audience: 'x' }), 'issuers.0: unknown audience'],
  ['an unknown key among claims', ofIssuer({ claims: { tennant: 'tid' } }), 'issuers.0.claims: unknown tennant'],
  ['no issuer', { ...good, issuers: [] }, 'issuers'],
  [
    'the same issuer twice',
    {
      ...good,
      issuers: [
        { ...issuer, tenants: { a: 'acme' } },
        { ...issuer, tenants: { b: 'bolt' } },
      ],
    },
    'names an issuer twice',
  ],
  [
    'one list of revoked tokens for two issuers',
    {
      ...good,
      issuers: [
        { ...issuer, tenants: { a: 'acme' }, revokedTokensFile: '/etc/revoked.json' },
        { issuer: 'https://other.example', tenants: { b: 'bolt' }, revokedTokensFile: '/etc/revoked.json' },
      ],
    },
    'of one issuer',
  ],
  [
    'several issuers that may each speak for any tenant',
    { ...good, issuers: [issuer, { issuer: 'https://other.example' }] },
    'tenants that each speaks for',
  ],
  ['an issuer over http', ofIssuer({ issuer: 'http://login.example' }), 'issuers.0.issuer: does not begin with https:'],
  ['an issuer on loopback', ofIssuer({ issuer: 'https://localhost:8443' }), 'loopback or literal IP'],
  ['an issuer with a query', ofIssuer({ issuer: 'https://login.example?x=1' }), 'has a query'],
  [
    'keys on a literal address',
    ofIssuer({ jwksUri: 'https://10.0.0.1/jwks' }),
    'issuers.0.jwksUri: is a loopback or literal IP',
  ],
  ['keys with credentials in the address', ofIssuer({ jwksUri: 'https://me:pw@login.example/jwks' }), 'credentials'],
  ['a resource with a fragment', { ...good, resource: 'https://inventory.example/mcp#x' }, 'fragment'],
  ['a resource that is no address', { ...good, resource: 'inventory' }, 'resource: is not an address'],
  [
    'a baseline scope that is not supported',
    { ...good, baselineScope: 'inventory:all' },
    'baselineScope: is not among',
  ],
  [
    'offline_access',
    { ...good, scopesSupported: ['inventory:read', 'offline_access'] },
    'offline_access is not a scope here',
  ],
  ['a wildcard', { ...good, scopesSupported: ['inventory:read', 'inventory:*'] }, 'wildcard'],
  ['a quote in a scope', { ...good, scopesSupported: ['inventory:read', 'a"b'] }, 'scopesSupported.1'],
  ['a symmetric algorithm', ofIssuer({ algorithms: ['HS256'] }), 'one of ES256'],
  ['no signature', ofIssuer({ algorithms: ['none'] }), 'one of ES256'],
  ['no algorithm', ofIssuer({ algorithms: [] }), 'algorithms'],
  ['a lifetime beyond a day', ofIssuer({ lifetimeSecondsMax: 86_401 }), 'lifetimeSecondsMax'],
  ['more skew than a minute', { ...good, clockSkewSeconds: 61 }, 'clockSkewSeconds'],
  ['a tenant that is none', ofIssuer({ tenants: { acme: 'Acme Inc' } }), 'tenants'],
  ['no constraint, and that required', ofIssuer({ senderConstraint: { kind: 'none', required: true } }), 'dpop, mtls'],
  ['introspection without credentials', ofIssuer({ introspection: { consult: 'every' } }), 'introspection'],
  [
    'introspection over http',
    ofIssuer({ introspection: { ...introspection, endpoint: 'http://login.example/i' } }),
    'introspection.endpoint',
  ],
  [
    'a secret in the configuration',
    ofIssuer({ introspection: { ...introspection, clientSecret: 'hunter2' } }),
    'unknown clientSecret',
  ],
])('refuses %s', ([, config, words]) => {
  expect(problemsOf(config).join('; ')).toContain(words);
});

test('development lets plain http and loopback through', () => {
  const local = { issuer: 'http://127.0.0.1:9000', jwksUri: 'http://localhost:9000/jwks' };
  const config = { ...good, resource: 'http://127.0.0.1:4001/mcp', issuers: [local] };
  expect(problemsOf(config)).toHaveLength(3);
  expect(problemsOf({ ...config, development: true })).toEqual([]);
});

test('a problem names the place and shows no value', () => {
  const clientSecretFile = 'x'.repeat(2_000);
  const words = problemsOf(ofIssuer({ introspection: { ...introspection, clientSecretFile } })).join();
  expect(words).toContain('clientSecretFile');
  expect(words).not.toContain('xxx');
});
