import { hash } from 'node:crypto';
import { memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkTokenHash: ProofStep = {
  rfc: 12,
  holds: '`ath` is the SHA-256 of the access token beside it; then, that the token is bound to the key of the proof',
  check: (reading) =>
    memberOf(foundIn(reading, 'claims'), 'ath') === hash('sha256', reading.token, 'base64url')
      ? undefined
      : 'proof_of_another_token',
};
