/** A request whose execution faults is tried again, ever more slowly, until its time is over. */
const RETRY_MS_MAX = 30_000;
/** Whoever faults again does so before this. Others ended otherwise, and are forgotten. */
const FORGOTTEN_AFTER_MS = 2 * RETRY_MS_MAX;

/** Which requests faulted lately, and when each is tried again. */
export interface Retries {
  isWaiting(id: string): boolean;
  faulted(id: string): void;
  ended(id: string): void;
  readonly size: number;
}

export function startRetries(firstMs: number, now: () => number = () => performance.now()): Retries {
  // In the order in which they faulted: the oldest first.
  const faults = new Map<string, { readonly faultedAt: number; readonly waitMs: number }>();

  const forgetOld = (before: number): void => {
    for (const [id, { faultedAt }] of faults) {
      if (faultedAt >= before) return;
      faults.delete(id);
    }
  };

  return {
    isWaiting: (id) => {
      const fault = faults.get(id);
      return fault !== undefined && fault.faultedAt + fault.waitMs > now();
    },
    faulted: (id) => {
      const faultedAt = now();
      const waitMs = Math.min(RETRY_MS_MAX, (faults.get(id)?.waitMs ?? firstMs) * 2);
      faults.delete(id);
      faults.set(id, { faultedAt, waitMs });
      forgetOld(faultedAt - FORGOTTEN_AFTER_MS);
    },
    ended: (id) => {
      faults.delete(id);
    },
    get size() {
      return faults.size;
    },
  };
}
