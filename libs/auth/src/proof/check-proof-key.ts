import { admitKey } from '../keys/admit-key.ts';
import { memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkProofKey: ProofStep = {
  rfc: 7,
  holds: '`jwk` is a public key for that algorithm, without private parts, RSA from 2048 bits',
  check: async (reading) => {
    const jwk = memberOf(foundIn(reading, 'header'), 'jwk');
    if (typeof jwk !== 'object' || jwk === null) return 'proof_key_refused';
    const algorithm = foundIn(reading, 'algorithm');
    const key = (await admitKey(jwk, [algorithm])).get(algorithm);
    if (key === undefined) return 'proof_key_refused';
    reading.found.key = key;
    return undefined;
  },
};
