import type { Budget } from './limits.ts';
import { Windows } from './windows.ts';

/** Why a request goes no further, and whether it is the first of its window that does not. */
export interface OverRequests {
  readonly waitMs: number;
  readonly isFirst: boolean;
}

/** How long whoever cannot be counted is asked to wait. */
const FULL_MS = 1_000;

/** Counts what comes in of any kind, also what the protocol refuses: each of these costs something before a call can be counted. */
export class RequestCounts {
  readonly #windows: Windows;

  constructor(budget: Budget, openedMax?: number) {
    this.#windows = new Windows(budget, openedMax);
  }

  /** Counts one of this person’s; undefined where it is let through. */
  take(whose: string, now = performance.now()): OverRequests | undefined {
    const window = this.#windows.find(whose, now);
    if (window === undefined) {
      if (this.#windows.isFull) return { waitMs: FULL_MS, isFirst: false };
      this.#windows.open(whose, now);
      return undefined;
    }
    window.used += 1;
    const over = window.used - this.#windows.calls;
    return over > 0 ? { waitMs: window.endsAt - now, isFirst: over === 1 } : undefined;
  }
}
