import { assert } from '@supercargo/kernel';
import type { Algorithm } from '../config/issuer-config.ts';
import type { Presented } from '../identity.ts';
import type { AdmittedKey } from '../keys/admit-key.ts';
import type { Finding } from '../refusal.ts';
import type { JsonObject } from '../token/token-reading.ts';
import type { Nonces } from './nonces.ts';

interface Found {
  proof: string;
  header: JsonObject;
  claims: JsonObject;
  algorithm: Algorithm;
  id: string;
  method: string;
  address: string;
  issuedAt: number;
  key: AdmittedKey;
}

/** One proof of possession being looked at (RFC 9449 §4.2). */
export interface ProofReading {
  readonly presented: Presented;
  /** The access token beside it. */
  readonly token: string;
  readonly seconds: number;
  readonly clockSkewSeconds: number;
  readonly proofSecondsMax: number;
  readonly nonces: Nonces;
  readonly found: Partial<Found>;
}

/** One check of a proof; `rfc` is its number in RFC 9449 §4.3. */
export interface ProofStep {
  readonly rfc: number;
  readonly holds: string;
  readonly check: (reading: ProofReading) => Finding | Promise<Finding>;
}

/** What an earlier step left. */
export function foundIn<K extends keyof Found>({ found }: ProofReading, what: K): Found[K] {
  const value = found[what];
  assert(value !== undefined, `a check of a proof needs its ${what} before it is found`);
  return value;
}
