import { compactVerify, errors } from 'jose';
import { foundIn, type TokenStep } from './token-reading.ts';

export const checkSignature: TokenStep = {
  name: 'signature',
  holds: 'made by a key of that issuer, for that algorithm, which is not on the deny list (RFC 7515 §5.2)',
  check: async (reading) => {
    const issuer = foundIn(reading, 'issuer');
    const algorithm = foundIn(reading, 'algorithm');
    const answer = await issuer.trustedKey(foundIn(reading, 'keyId'), algorithm);
    if (!answer.ok) return answer.refusal;
    try {
      await compactVerify(reading.token, answer.value.key, { algorithms: [algorithm] });
    } catch (failure) {
      if (failure instanceof errors.JOSEError) return 'signature_wrong';
      throw failure;
    }
    reading.found.keyThumbprint = answer.value.thumbprint;
    return undefined;
  },
};
