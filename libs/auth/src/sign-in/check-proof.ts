import { hash } from 'node:crypto';
import { foundIn as foundInProof, type ProofReading } from '../proof/proof-reading.ts';
import { readProofOf } from '../proof/proof-steps.ts';
import { foundIn, type SignInStep } from './sign-in.ts';

/** Before the token, so that what is said of a proof says nothing of the token beside it. */
export const checkProof: SignInStep = {
  name: 'proof',
  holds: 'with `DPoP`, the proof of possession passes every check of RFC 9449 §4.3',
  check: async (signIn) => {
    if (foundIn(signIn, 'scheme') !== 'dpop') return undefined;
    const { desk, presented, seconds } = signIn;
    const accepted = desk.config.issuers.some(({ senderConstraint }) => senderConstraint.kind === 'dpop');
    if (!accepted) return 'binding_not_accepted';
    const reading: ProofReading = {
      presented,
      token: foundIn(signIn, 'token'),
      seconds,
      clockSkewSeconds: desk.config.clockSkewSeconds,
      proofSecondsMax: desk.config.dpop.proofSecondsMax,
      nonces: desk.nonces,
      found: {},
    };
    const reason = await readProofOf(reading);
    if (reason !== undefined) return reason;
    const address = new URL(presented.url).href;
    signIn.found.proven = {
      thumbprint: foundInProof(reading, 'key').thumbprint,
      name: hash('sha256', JSON.stringify([address, foundInProof(reading, 'id')]), 'base64url'),
      // A second more than the oldest that is accepted.
      expiresAt: (foundInProof(reading, 'issuedAt') + desk.config.dpop.proofSecondsMax + 1) * 1_000,
    };
    return undefined;
  },
};
