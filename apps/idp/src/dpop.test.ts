import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { authorizationRequest, authorize, CLI, newVerifier, openStage, redeem } from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const proof = (claims: Readonly<Record<string, unknown>> = {}, typ = 'dpop+jwt'): Promise<string> =>
    new SignJWT({ htm: 'POST', htu: `${stage.idp.issuer}/token`, jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ typ, alg: 'ES256', jwk })
      .setIssuedAt(typeof claims['iat'] === 'number' ? claims['iat'] : undefined)
      .sign(privateKey);
  return { proof, thumbprint: await calculateJwkThumbprint(jwk) };
}

async function newCode(fields: Readonly<Record<string, string>> = {}) {
  const verifier = newVerifier();
  const answer = await authorize(stage, authorizationRequest(verifier, fields));
  return { code: answer.get('code') ?? '', verifier };
}

test('a token asked for with a proof is bound to its key, and so is its refresh token', async () => {
  const key = await newKey();
  const { code, verifier } = await newCode({ scope: 'inventory:read offline_access', prompt: 'consent' });
  const { body } = await redeem(stage, code, verifier, {}, { dpop: await key.proof() });
  expect(body['token_type']).toBe('DPoP');
  expect(decodeJwt(String(body['access_token']))).toMatchObject({ cnf: { jkt: key.thumbprint } });
  const fields = { grant_type: 'refresh_token', client_id: CLI, refresh_token: String(body['refresh_token']) };
  const other = await (await newKey()).proof();
  for (const headers of [{}, { dpop: other }]) expect((await stage.post('/token', fields, headers)).status).toBe(400);
  expect((await stage.post('/token', fields, { dpop: await key.proof() })).status).toBe(200);
});

test.each([
  ['for another address', { htu: 'http://127.0.0.1:1/token' }, 'dpop+jwt'],
  ['for another method', { htm: 'GET' }, 'dpop+jwt'],
  ['of another type', {}, 'jwt'],
  ['of yesterday', { iat: Math.floor(Date.now() / 1_000) - 86_400 }, 'dpop+jwt'],
  ['without an id', { jti: undefined }, 'dpop+jwt'],
])('a proof %s is refused', async (_what, claims, typ) => {
  const key = await newKey();
  const { code, verifier } = await newCode();
  const { status, body } = await redeem(stage, code, verifier, {}, { dpop: await key.proof(claims, typ) });
  expect([status, body['access_token']]).toEqual([400, undefined]);
  expect(['invalid_dpop_proof', 'use_dpop_nonce']).toContain(body['error']);
});

test('a proof is used once', async () => {
  const key = await newKey();
  const proof = await key.proof();
  const first = await newCode();
  const second = await newCode();
  expect((await redeem(stage, first.code, first.verifier, {}, { dpop: proof })).status).toBe(200);
  expect((await redeem(stage, second.code, second.verifier, {}, { dpop: proof })).status).toBe(400);
});
