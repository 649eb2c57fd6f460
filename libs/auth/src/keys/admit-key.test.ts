import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { ALGORITHMS } from '../config/issuer-config.ts';
import { admitKey } from './admit-key.ts';

const rsa = (bits: number, exponent = 0x10001): JWK =>
  generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent }).publicKey.export({
    format: 'jwk',
  });
const ec: JWK = await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey);
const ecPrivate: JWK = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
const ed: JWK = await exportJWK((await generateKeyPair('Ed25519', { extractable: true })).publicKey);
const rsa2048 = rsa(2_048);

async function algorithmsOf(jwk: object): Promise<string[]> {
  return [...(await admitKey(jwk, ALGORITHMS)).keys()];
}

test('a key serves the algorithms of its kind, and the one that it names', async () => {
  expect(await algorithmsOf(ec)).toEqual(['ES256']);
  expect(await algorithmsOf(ed)).toEqual(['EdDSA', 'Ed25519']);
  expect(await algorithmsOf(rsa2048)).toEqual(['PS256', 'RS256']);
  expect(await algorithmsOf({ ...rsa2048, alg: 'PS256', use: 'sig', key_ops: ['verify'] })).toEqual(['PS256']);
  expect([...(await admitKey(rsa2048, ['ES256', 'RS256'])).keys()]).toEqual(['RS256']);
});

test.for<[string, object]>([
  ['symmetric', { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url'), alg: 'HS256' }],
  ['private', ecPrivate],
  ['with a member of a private key only', { ...rsa2048, dp: 'AQAB' }],
  ['for encryption', { ...ec, use: 'enc' }],
  ['for signing', { ...ec, key_ops: ['sign', 'verify'] }],
  ['for an algorithm of another kind', { ...ec, alg: 'RS256' }],
  ['for an algorithm nobody accepts', { ...rsa2048, alg: 'RS1' }],
  ['RSA of 2047 bits', rsa(2_047)],
  ['RSA of 1024 bits', rsa(1_024)],
  [
    'RSA of 1024 bits with zeros before them',
    {
      ...rsa2048,
      n: Buffer.concat([Buffer.alloc(200), Buffer.from(String(rsa(1_024).n), 'base64url')]).toString('base64url'),
    },
  ],
  ['RSA with the exponent 3', rsa(2_048, 3)],
  ['RSA with the exponent 1', { ...rsa2048, e: 'AQ' }],
  ['RSA with an even exponent', { ...rsa2048, e: 'AQAC' }],
  ['RSA far too long', { ...rsa2048, n: Buffer.alloc(2_048, 255).toString('base64url') }],
  ['on another curve', { ...ec, crv: 'secp256k1' }],
  ['no point of its curve', { ...ec, y: ec.x }],
  ['without a coordinate', { ...ec, y: undefined }],
  ['of another kind than its members', { ...ec, kty: 'RSA' }],
  ['no object of a key', {}],
])('a key that is %s is not used', async ([, jwk]) => {
  expect(await algorithmsOf(jwk)).toEqual([]);
});
