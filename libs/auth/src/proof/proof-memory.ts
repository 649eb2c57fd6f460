import type { Clock } from '@supercargo/kernel';

/**
 * Remembers the proofs that were used (RFC 9449 §11.1). `note` is atomic: of two callers with one name, one is told `fresh`.
 * One that cannot remember says `full` or throws, and the caller is refused.
 */
export interface ProofMemory {
  /** @param expiresAt milliseconds since the epoch, after which the proof is refused for its age */
  readonly note: (name: string, expiresAt: number) => Promise<'fresh' | 'seen' | 'full'>;
}

const PROOFS_MAX = 100_000;
const SWEEP_MS = 1_000;

/** The memory of one process. When it is full of proofs that could still be used, more are refused. */
export function localProofMemory(clock: Clock, proofsMax = PROOFS_MAX): ProofMemory {
  const expiries = new Map<string, number>();
  let sweptAt = -Infinity;
  const sweep = (now: number): void => {
    if (Math.abs(now - sweptAt) < SWEEP_MS) return;
    sweptAt = now;
    for (const [name, expiresAt] of expiries) if (expiresAt <= now) expiries.delete(name);
  };
  return {
    note: async (name, expiresAt) => {
      const now = clock().getTime();
      if (expiries.has(name)) return 'seen';
      if (expiries.size >= proofsMax) sweep(now);
      if (expiries.size >= proofsMax) return 'full';
      expiries.set(name, expiresAt);
      return 'fresh';
    },
  };
}
