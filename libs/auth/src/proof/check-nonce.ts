import { memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkNonce: ProofStep = {
  rfc: 10,
  holds: '`nonce` is one that this server gave out in the last five minutes',
  check: (reading) => {
    const nonce = memberOf(foundIn(reading, 'claims'), 'nonce');
    return typeof nonce === 'string' && reading.nonces.accepts(nonce) ? undefined : 'proof_nonce_wrong';
  },
};
