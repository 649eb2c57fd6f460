import { ALGORITHMS } from '../config/issuer-config.ts';
import { memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkProofAlgorithm: ProofStep = {
  rfc: 5,
  holds: '`alg` is one that the metadata lists; all of them are asymmetric',
  check: (reading) => {
    const written = memberOf(foundIn(reading, 'header'), 'alg');
    const algorithm = ALGORITHMS.find((one) => one === written);
    if (algorithm === undefined) return 'proof_algorithm_refused';
    reading.found.algorithm = algorithm;
    return undefined;
  },
};
