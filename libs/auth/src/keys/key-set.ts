import * as z from 'zod';
import type { Algorithm } from '../config/issuer-config.ts';
import type { JsonObject } from '../token/token-reading.ts';
import { admitKey, hasPrivateParts, type AdmittedKey } from './admit-key.ts';
import { DocumentFault } from './fetch-document.ts';

/** The keys of an issuer that may verify, by their id and then by algorithm. */
export type KeySet = ReadonlyMap<string, ReadonlyMap<Algorithm, AdmittedKey>>;

const KEYS_MAX = 64;
const Document = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(KEYS_MAX) });
/** As a token may name it: a key with any other id could verify nothing. */
const KeyId = z.string().regex(/^[\x20-\x7E]{1,256}$/);

/** What a document says: keys, and whether it shows the private part of any, which its owner must hear of. */
export interface PublishedKeys {
  readonly keys: KeySet;
  readonly exposed: boolean;
}

/**
 * Reads a JWK Set (RFC 7517 §5). Keys we would not use are left out, as its text asks, and so is one whose private part
 * is shown. A key id given to two usable keys is ambiguous, and both are left out. A set without a usable key is refused.
 */
export async function readKeySet(document: JsonObject, accepted: readonly Algorithm[]): Promise<PublishedKeys> {
  const parsed = Document.safeParse(document);
  if (!parsed.success) throw new DocumentFault(`is not a set of at most ${KEYS_MAX} keys`);
  const keys = new Map<string, ReadonlyMap<Algorithm, AdmittedKey>>();
  const ambiguous = new Set<string>();
  for (const jwk of parsed.data.keys) {
    const id = KeyId.safeParse(jwk['kid']);
    const admitted = id.success ? await admitKey(jwk, accepted) : new Map<Algorithm, AdmittedKey>();
    if (!id.success || admitted.size === 0) continue;
    if (keys.has(id.data)) ambiguous.add(id.data);
    keys.set(id.data, admitted);
  }
  for (const id of ambiguous) keys.delete(id);
  if (keys.size === 0) throw new DocumentFault('has no key that can be used here');
  return { keys, exposed: parsed.data.keys.some(hasPrivateParts) };
}
