import { memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkProofType: ProofStep = {
  rfc: 4,
  holds: '`typ` is `dpop+jwt`',
  check: (reading) => (memberOf(foundIn(reading, 'header'), 'typ') === 'dpop+jwt' ? undefined : 'proof_type_refused'),
};
