import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { readSecretFile, writeSecretFile } from './secret-file.ts';

const text = z.string().min(1).max(200);
const key = z.strictObject({
  kid: text,
  ...{ kty: z.literal('EC'), crv: z.literal('P-256'), alg: z.literal('ES256'), use: z.literal('sig') },
  ...{ x: text, y: text, d: text },
  /** When another took its place, in seconds since the epoch; null signs. */
  retiredAt: z.int().nullable(),
});
const keyFile = z.strictObject({ version: z.literal(1), keys: z.array(key).min(1).max(50) });
type Key = z.output<typeof key>;

/** The keys that sign: the first signs, the others are still published because tokens of theirs live. */
export interface SigningKeys {
  /** As the library takes them, private parts included. Never logged, never served. */
  jwks(): { readonly keys: readonly Record<string, string>[] };
  /** Puts a new key in front and drops those whose tokens have all expired. Answers the new one's `kid`. */
  rotate(): string;
  /** Whether one of these keys signed this token (RFC 7515 §5.2); says nothing about its claims. */
  hasSigned(token: string): boolean;
}

/** Twice the longest life of what a key signs. */
const publishedSeconds = 3_600;

function newKey(): Key {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  // RFC 7638: members in this order.
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  return { kid, kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', x, y, d, retiredAt: null };
}

function readKeys(path: string): readonly Key[] {
  const found = readSecretFile(path);
  if (found !== undefined) {
    const parsed = keyFile.safeParse(found);
    if (parsed.success) return parsed.data.keys;
    throw new Error(`${path} holds no signing keys of this version; delete it and start again`);
  }
  const keys = [newKey()];
  writeSecretFile(path, { version: 1, keys });
  return keys;
}

/** Reads the keys of this folder; makes the first where there is none. */
export function openSigningKeys(folder: string, clock: () => Date): SigningKeys {
  const path = join(folder, 'keys.json');
  let keys = readKeys(path);
  const now = (): number => Math.floor(clock().getTime() / 1_000);
  return {
    jwks: () => ({ keys: keys.map(({ retiredAt: _retiredAt, ...jwk }) => jwk) }),
    rotate: () => {
      const next = newKey();
      const former = keys
        .map((known) => ({ ...known, retiredAt: known.retiredAt ?? now() }))
        .filter(({ retiredAt }) => retiredAt > now() - publishedSeconds)
        .slice(0, 9);
      const all = [next, ...former];
      writeSecretFile(path, { version: 1, keys: all });
      keys = all;
      return next.kid;
    },
    hasSigned: (token) => {
      const [header = '', payload = '', signature = '', ...more] = token.split('.');
      if (more.length > 0) return false;
      const signer = keys.find(({ kid }) => kid === kidOf(header));
      if (signer === undefined) return false;
      const { kty, crv, x, y } = signer;
      const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
      const data = Buffer.from(`${header}.${payload}`);
      return verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    },
  };
}

function kidOf(header: string): unknown {
  try {
    const parsed = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { kid?: unknown; alg?: unknown };
    return parsed.alg === 'ES256' ? parsed.kid : undefined;
  } catch {
    return undefined;
  }
}
