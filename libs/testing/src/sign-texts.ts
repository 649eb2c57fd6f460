import type { CryptoKey } from 'jose';

/** Members of a header or claims; one that is undefined is left out. */
export type Members = Readonly<Record<string, unknown>>;

function parametersOf(algorithm: string): { name: string; hash?: string; saltLength?: number } {
  if (algorithm.startsWith('ES')) return { name: 'ECDSA', hash: `SHA-${algorithm.slice(2)}` };
  if (algorithm.startsWith('PS')) return { name: 'RSA-PSS', saltLength: 32 };
  return algorithm.startsWith('RS') ? { name: 'RSASSA-PKCS1-v1_5' } : { name: 'Ed25519' };
}

/**
 * A compact JWS of the bytes of both texts as they are. A library that reads a header before it signs would refuse most of
 * what a test forges.
 */
export async function signTexts(
  header: string,
  claims: string,
  algorithm: string,
  privateKey: CryptoKey,
): Promise<string> {
  const input = [header, claims].map((text) => Buffer.from(text).toString('base64url')).join('.');
  const signature = await crypto.subtle.sign(parametersOf(algorithm), privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** The same for members. */
export async function signMembers(
  header: Members,
  claims: Members,
  algorithm: string,
  privateKey: CryptoKey,
): Promise<string> {
  return signTexts(JSON.stringify(header), JSON.stringify(claims), algorithm, privateKey);
}
