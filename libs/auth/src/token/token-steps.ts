import type { Finding } from '../refusal.ts';
import { boundSize } from './bound-size.ts';
import { checkAlgorithm } from './check-algorithm.ts';
import { checkAudience } from './check-audience.ts';
import { checkExpiry } from './check-expiry.ts';
import { checkIssuer } from './check-issuer.ts';
import { checkLifetime } from './check-lifetime.ts';
import { checkNames } from './check-names.ts';
import { checkPerson } from './check-person.ts';
import { checkScopes } from './check-scopes.ts';
import { checkSignature } from './check-signature.ts';
import { checkStart } from './check-start.ts';
import { checkType } from './check-type.ts';
import { readMembers } from './read-members.ts';
import { refuseHeader } from './refuse-header.ts';
import { splitParts } from './split-parts.ts';
import type { TokenReading, TokenStep } from './token-reading.ts';

/**
 * Every check of an access token, in the order in which they are made: all that costs nothing before the first key is
 * looked for, so that no token whose header or audience is wrong makes this server ask its issuer for anything.
 */
export const tokenSteps: readonly TokenStep[] = [
  boundSize,
  splitParts,
  readMembers,
  checkAlgorithm,
  checkType,
  refuseHeader,
  checkIssuer,
  checkAudience,
  checkSignature,
  checkExpiry,
  checkLifetime,
  checkStart,
  checkNames,
  checkScopes,
  checkPerson,
];

/** The first reason to refuse, or undefined for a token that holds. */
export async function readToken(reading: TokenReading): Promise<Finding> {
  for (const { check } of tokenSteps) {
    const found = check(reading);
    const reason = found instanceof Promise ? await found : found;
    if (reason !== undefined) return reason;
  }
  return undefined;
}
