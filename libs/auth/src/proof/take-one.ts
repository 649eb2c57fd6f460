import type { ProofStep } from './proof-reading.ts';

const PROOF_BYTES_MAX = 8_192;

export const takeOne: ProofStep = {
  rfc: 1,
  holds: 'one `DPoP` header, of at most 8 KiB',
  check: ({ presented, found }) => {
    const [proof, ...more] = presented.dpop;
    if (proof === undefined) return 'proof_absent';
    if (more.length > 0) return 'proof_repeated';
    if (proof.length > PROOF_BYTES_MAX) return 'proof_malformed';
    found.proof = proof;
    return undefined;
  },
};
