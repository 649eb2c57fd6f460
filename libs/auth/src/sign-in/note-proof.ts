import type { SignInStep } from './sign-in.ts';

const REASONS = { fresh: undefined, seen: 'proof_replayed', full: 'proof_memory_unavailable' } as const;

/** Last, so that only those with a good token can fill the memory. */
export const noteProof: SignInStep = {
  name: 'replay',
  holds: 'the proof was not used before (RFC 9449 §11.1); a memory that is full or fails refuses',
  check: async ({ desk, found }) => {
    if (found.proven === undefined) return undefined;
    try {
      return REASONS[await desk.proofs.note(found.proven.name, found.proven.expiresAt)];
    } catch (failure) {
      desk.deps.onFault(failure, 'the memory of proofs');
      return 'proof_memory_unavailable';
    }
  },
};
