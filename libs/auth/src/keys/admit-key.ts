import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import * as z from 'zod';
import type { Algorithm } from '../config/issuer-config.ts';
import { decodeStrictly } from '../token/strict-base64url.ts';

/** A public key that may verify, and its thumbprint (RFC 7638, SHA-256). */
export interface AdmittedKey {
  readonly key: CryptoKey;
  readonly thumbprint: string;
}

/** A public key of the kinds we use, for signatures. Private and symmetric members are looked for beside it. */
const PublicJwk = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('EC'), crv: z.enum(['P-256', 'P-384']), x: z.string(), y: z.string() }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
  z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
]);
type PublicJwk = z.infer<typeof PublicJwk>;

const Purpose = z.object({
  use: z.literal('sig').optional(),
  key_ops: z.tuple([z.literal('verify')]).optional(),
  alg: z.string().optional(),
});

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const RSA_BITS_MIN = 2_048;
const RSA_BITS_MAX = 8_192;
const RSA_EXPONENT_MIN = 65_537n;

function integerOf(text: string): bigint | undefined {
  const bytes = decodeStrictly(text);
  return bytes === undefined || bytes.length > RSA_BITS_MAX / 8 ? undefined : BigInt(`0x${bytes.toString('hex')}`);
}

/** A short modulus can be factored, and a small exponent forgives a careless padding check. */
function isStrongRsa(jwk: Extract<PublicJwk, { readonly kty: 'RSA' }>): boolean {
  const modulus = integerOf(jwk.n);
  const exponent = integerOf(jwk.e);
  if (modulus === undefined || exponent === undefined) return false;
  return modulus.toString(2).length >= RSA_BITS_MIN && exponent >= RSA_EXPONENT_MIN && exponent % 2n === 1n;
}

function algorithmsOf(jwk: PublicJwk): readonly Algorithm[] {
  if (jwk.kty === 'RSA') return isStrongRsa(jwk) ? ['PS256', 'RS256'] : [];
  if (jwk.kty === 'OKP') return ['EdDSA', 'Ed25519'];
  return jwk.crv === 'P-256' ? ['ES256'] : ['ES384'];
}

/** Whether a key has parts that its owner keeps: whoever published it gave it away. */
export function hasPrivateParts(jwk: object): boolean {
  return PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member));
}

/**
 * The key for each of the accepted algorithms that it can be used with; none for a key that is symmetric, has private parts,
 * is meant for something else, is an RSA key below 2048 bits, or is no key at all.
 */
export async function admitKey(
  value: object,
  accepted: readonly Algorithm[],
): Promise<ReadonlyMap<Algorithm, AdmittedKey>> {
  const admitted = new Map<Algorithm, AdmittedKey>();
  const jwk = PublicJwk.safeParse(value);
  const purpose = Purpose.safeParse(value);
  if (!jwk.success || !purpose.success || hasPrivateParts(value)) return admitted;
  const meant = purpose.data.alg;
  for (const algorithm of algorithmsOf(jwk.data)) {
    if (!accepted.includes(algorithm) || (meant !== undefined && meant !== algorithm)) continue;
    const key = await imported(jwk.data, algorithm);
    if (key !== undefined) admitted.set(algorithm, { key, thumbprint: await calculateJwkThumbprint(jwk.data) });
  }
  return admitted;
}

async function imported(jwk: JWK & PublicJwk, algorithm: Algorithm): Promise<CryptoKey | undefined> {
  try {
    const key = await importJWK(jwk, algorithm);
    return key instanceof Uint8Array ? undefined : key;
  } catch {
    // Coordinates that are no point of the curve, or not base64url: no key.
    return undefined;
  }
}
