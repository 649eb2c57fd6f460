import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { signMembers, type Members } from './sign-texts.ts';

/** What a proof of possession is for (RFC 9449 §4.2). */
export interface ProvenRequest {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly nonce?: string | undefined;
}

/** A client's key for DPoP. */
export interface ProofMint {
  readonly thumbprint: string;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  /** A good proof, with these claims and header members over its own; one that is undefined is left out. */
  readonly prove: (request: ProvenRequest, claims?: Members, header?: Members) => Promise<string>;
}

/** Makes a key, of which the test alone has the private part. */
export async function proofMint(algorithm = 'ES256', clock: () => Date = () => new Date()): Promise<ProofMint> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    thumbprint: await calculateJwkThumbprint(publicJwk),
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    prove: ({ method, url, token, nonce }, claims = {}, header = {}) => {
      const ath = createHash('sha256').update(token).digest('base64url');
      const good = { jti: randomUUID(), htm: method, htu: url, iat: Math.floor(clock().getTime() / 1_000), ath, nonce };
      const goodHeader = { typ: 'dpop+jwt', alg: algorithm, jwk: publicJwk };
      return signMembers({ ...goodHeader, ...header }, { ...good, ...claims }, algorithm, privateKey);
    },
  };
}
