import type { Finding } from '../refusal.ts';
import { checkAddress } from './check-address.ts';
import { checkMethod } from './check-method.ts';
import { checkNonce } from './check-nonce.ts';
import { checkProofAlgorithm } from './check-proof-algorithm.ts';
import { checkProofKey } from './check-proof-key.ts';
import { checkProofSignature } from './check-proof-signature.ts';
import { checkProofTime } from './check-proof-time.ts';
import { checkProofType } from './check-proof-type.ts';
import { checkTokenHash } from './check-token-hash.ts';
import type { ProofReading, ProofStep } from './proof-reading.ts';
import { readProof } from './read-proof.ts';
import { requireClaims } from './require-claims.ts';
import { takeOne } from './take-one.ts';

/**
 * The checks of RFC 9449 §4.3, cheapest first. That the key is the one the token is bound to, the second half of the
 * twelfth, is held when the token has been read; that the proof was not used before, when everything else has been.
 */
export const proofSteps: readonly ProofStep[] = [
  takeOne,
  readProof,
  requireClaims,
  checkProofType,
  checkProofAlgorithm,
  checkMethod,
  checkAddress,
  checkNonce,
  checkProofTime,
  checkTokenHash,
  checkProofKey,
  checkProofSignature,
];

/** The first reason to refuse, or undefined for a proof that holds. */
export async function readProofOf(reading: ProofReading): Promise<Finding> {
  for (const { check } of proofSteps) {
    const found = check(reading);
    const reason = found instanceof Promise ? await found : found;
    if (reason !== undefined) return reason;
  }
  return undefined;
}
