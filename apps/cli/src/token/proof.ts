import { generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A key that a token is bound to (RFC 9449). */
export interface ProofKey {
  /** The whole key, for whoever shall use the token. */
  readonly jwk: JsonWebKey;
  /** A proof for one request to the authorization server. */
  proof(method: string, address: string): string;
}

export function newProofKey(): ProofKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const { kty = '', crv = '', x = '', y = '' } = jwk;
  return {
    jwk,
    proof: (htm, htu) => {
      const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
      return signed(privateKey, header, { jti: randomUUID(), htm, htu, iat: Math.floor(Date.now() / 1_000) });
    },
  };
}

function signed(key: KeyObject, header: object, claims: object): string {
  const data = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' });
  return `${data}.${signature.toString('base64url')}`;
}
