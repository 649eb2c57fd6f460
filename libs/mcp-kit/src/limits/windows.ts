import type { Budget } from './limits.ts';

/** What somebody has used of the window that their first call opened. */
export interface Window {
  used: number;
  readonly endsAt: number;
}

/** Who may have opened a window within the time of one: at some hundred bytes each, some tens of megabytes. */
export const OPENED_MAX = 100_000;

/**
 * Counts of one budget, in this process. No window outlives the generation after its own, so a whole generation is let go at once: no timer
 * for each of them, and no search for those that have ended. Instants are milliseconds of a clock that only goes forward.
 */
export class Windows {
  readonly calls: number;
  readonly #ms: number;
  readonly #openedMax: number;
  #young = new Map<string, Window>();
  #old = new Map<string, Window>();
  #turnsAt = 0;

  constructor({ calls, seconds }: Budget, openedMax = OPENED_MAX) {
    this.calls = calls;
    this.#ms = seconds * 1000;
    this.#openedMax = openedMax;
  }

  /** Windows that are kept, ended ones among them. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get isFull(): boolean {
    return this.#young.size >= this.#openedMax;
  }

  find(whose: string, now: number): Window | undefined {
    if (now >= this.#turnsAt) this.#turn(now);
    const window = this.#young.get(whose) ?? this.#old.get(whose);
    return window !== undefined && window.endsAt > now ? window : undefined;
  }

  open(whose: string, now: number): void {
    this.#young.set(whose, { used: 1, endsAt: now + this.#ms });
  }

  #turn(now: number): void {
    // Where nobody called for longer than a window, even the young ones are over.
    this.#old = now >= this.#turnsAt + this.#ms ? new Map<string, Window>() : this.#young;
    this.#young = new Map();
    this.#turnsAt = now + this.#ms;
  }
}
