import { createHash, createPrivateKey, randomUUID, sign, type JsonWebKey } from 'node:crypto';
import { identitySecret, type Home } from '@supercargo/cluster';

/** A token of the agent of acme that works without a person. */
export async function agentToken(home: Home, issuer: string, resource: string): Promise<string> {
  const secret = (await identitySecret(home, 'clients', 'stock-watch.acme')) ?? '';
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`stock-watch.acme:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

/** A proof of possession of that key, for one POST with that token (RFC 9449 §4.2). */
export function proofOf(key: JsonWebKey, token: string, htu: string, nonce: string): string {
  const { kty, crv, x, y } = key;
  const ath = createHash('sha256').update(token).digest('base64url');
  const parts = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } },
    { jti: randomUUID(), htm: 'POST', htu, iat: Math.floor(Date.now() / 1_000), ath, nonce },
  ];
  const data = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signer = { key: createPrivateKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  return `${data}.${sign('sha256', Buffer.from(data), signer).toString('base64url')}`;
}
