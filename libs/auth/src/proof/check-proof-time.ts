import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkProofTime: ProofStep = {
  rfc: 11,
  holds: '`iat` is no older than configured (five minutes), and not in the future beyond the clock skew',
  check: (reading) => {
    const ageSeconds = reading.seconds - foundIn(reading, 'issuedAt');
    return ageSeconds <= reading.proofSecondsMax && ageSeconds >= -reading.clockSkewSeconds
      ? undefined
      : 'proof_out_of_time';
  },
};
