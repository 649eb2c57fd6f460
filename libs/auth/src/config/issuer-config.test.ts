import { proofMint, signInStage, STAGE_RESOURCE } from '@supercargo/testing';
import { expect, test } from 'vitest';

const CERTIFICATE = 'c'.repeat(43);

test('an issuer that sends JWT is accepted where it is configured so, and its ID tokens are not', async () => {
  await using stage = await signInStage({ issuer: { types: ['JWT'] } });
  const header = { typ: 'JWT' };
  expect(await stage.ask(await stage.mint.mint({}, { header }))).toBe('ok');
  expect(await stage.ask(await stage.mint.mint({ at_hash: 'abc' }, { header }))).toBe('type_refused');
  expect(await stage.ask(await stage.mint.mint({ events: {} }, { header }))).toBe('type_refused');
  expect(await stage.ask(await stage.mint.mint())).toBe('type_refused');
});

test('an algorithm that the issuer publishes but is not configured for is refused', async () => {
  await using stage = await signInStage({ issuer: { algorithms: ['RS256'] }, mint: { algorithm: 'RS256' } });
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  await stage.mint.rotate('ES256');
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint())).toBe('algorithm_refused');
});

test.for(['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] as const)('verifies %s', async (algorithm) => {
  await using stage = await signInStage({ issuer: { algorithms: [algorithm] }, mint: { algorithm } });
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
});

test('audiences are an exact list, and others are allowed only where it says so', async () => {
  const audiences = ['api://inventory', '7c1b'];
  await using strict = await signInStage({ issuer: { audiences } });
  expect(await strict.ask(await strict.mint.mint({ aud: '7c1b' }))).toBe('ok');
  expect(await strict.ask(await strict.mint.mint({ aud: audiences }))).toBe('ok');
  expect(await strict.ask(await strict.mint.mint({ aud: STAGE_RESOURCE }))).toBe('audience_other');
  await using open = await signInStage({ issuer: { audiences, otherAudiences: 'allowed' } });
  expect(await open.ask(await open.mint.mint({ aud: ['7c1b', 'https://other.example'] }))).toBe('ok');
  expect(await open.ask(await open.mint.mint({ aud: ['https://other.example'] }))).toBe('audience_other');
});

test('claims have the names that the issuer gives them', async () => {
  const claims = {
    tenant: 'tid',
    person: 'upn',
    roles: 'groups',
    client: 'azp',
    tokenId: 'uti',
    scope: 'scp',
    customer: 'cust',
  };
  await using stage = await signInStage({
    issuer: { claims, scopeShape: 'list', tenants: { '9f-guid': 'acme' } },
  });
  const mara = {
    tid: '9f-guid',
    upn: 'mara',
    groups: ['manager'],
    azp: 'app',
    uti: 'u1',
    scp: ['test:read'],
    cust: 'C-1',
  };
  const answer = await stage.authenticator.authenticate(
    stage.present(await stage.mint.mint({ ...mara, client_id: undefined })),
  );
  expect(answer).toMatchObject({
    ok: true,
    value: { tenant: 'acme', person: 'mara', roles: ['manager'], client: 'app', tokenId: 'u1', customer: 'C-1' },
  });
  expect(await stage.ask(await stage.mint.mint({ ...mara, scp: 'test:read' }))).toBe('scopes_malformed');
  expect(await stage.ask(await stage.mint.mint({ ...mara, tid: 'acme' }))).toBe('tenant_of_another');
  expect(await stage.ask(await stage.mint.mint({ ...mara, tid: '__proto__' }))).toBe('tenant_of_another');
});

test('a token with a certificate is accepted over that connection alone', async () => {
  await using stage = await signInStage({ issuer: { senderConstraint: { kind: 'mtls', required: true } } });
  const bound = await stage.mint.mint({ cnf: { 'x5t#S256': CERTIFICATE } });
  const answer = await stage.authenticator.authenticate(stage.present(bound, { certificate: CERTIFICATE }));
  expect(answer).toMatchObject({ ok: true, value: { confirmation: { kind: 'mtls', thumbprint: CERTIFICATE } } });
  expect(await stage.ask(bound)).toBe('certificate_absent');
  expect(await stage.ask(bound, { certificate: 'd'.repeat(43) })).toBe('certificate_of_another');
  expect(await stage.ask(await stage.mint.mint(), { certificate: CERTIFICATE })).toBe('binding_required');
  expect(stage.authenticator.metadata.document).toMatchObject({ tls_client_certificate_bound_access_tokens: true });
});

test('a token bound in a way that the issuer is not configured for is refused', async () => {
  await using stage = await signInStage();
  const bound = await stage.mint.mint({ cnf: { 'x5t#S256': CERTIFICATE } });
  expect(await stage.ask(bound, { certificate: CERTIFICATE })).toBe('binding_not_accepted');
});

test('where every issuer requires DPoP, a bearer token is refused and the challenge says DPoP alone', async () => {
  await using stage = await signInStage({ issuer: { senderConstraint: { kind: 'dpop', required: true } } });
  const { reason, challenge } = await stage.refusal(stage.present(await stage.mint.mint()));
  expect(reason).toBe('binding_required');
  expect(challenge).toMatch(/^DPoP error="invalid_token", algs="[^"]+", scope="test:read", resource_metadata="[^"]+"$/);
  expect(stage.authenticator.metadata.document).toMatchObject({ dpop_bound_access_tokens_required: true });
});

test('replicas that share a nonce secret remember proofs together, and one that fails refuses', async () => {
  const nonceSecret = Buffer.alloc(32, 7);
  const senderConstraint = { kind: 'dpop', required: false } as const;
  const memory = { fails: false };
  const proofMemory = { note: async () => (memory.fails ? Promise.reject(new Error('no store')) : ('fresh' as const)) };
  const settings = { issuer: { senderConstraint }, deps: { replicas: { nonceSecret, proofMemory } } };
  await using stage = await signInStage(settings);
  await using replica = await signInStage(settings);
  const client = await proofMint('ES256', stage.clock);
  const token = await stage.mint.mint({ cnf: { jkt: client.thumbprint } });
  const ask = async (nonce?: string): Promise<string> => {
    const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce });
    return stage.ask('', { authorization: [`DPoP ${token}`], dpop: [proof] });
  };
  const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token });
  const { dpopNonce } = await replica.refusal(stage.present('', { authorization: [`DPoP ${token}`], dpop: [proof] }));
  expect(await ask(dpopNonce)).toBe('ok');
  memory.fails = true;
  expect(await ask(dpopNonce)).toBe('proof_memory_unavailable');
});
