import { compactVerify, errors } from 'jose';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkProofSignature: ProofStep = {
  rfc: 6,
  holds: 'signed by the key in its `jwk`',
  check: async (reading) => {
    try {
      const { key } = foundIn(reading, 'key');
      await compactVerify(foundIn(reading, 'proof'), key, { algorithms: [foundIn(reading, 'algorithm')] });
      return undefined;
    } catch (failure) {
      if (failure instanceof errors.JOSEError) return 'proof_signature_wrong';
      throw failure;
    }
  },
};
