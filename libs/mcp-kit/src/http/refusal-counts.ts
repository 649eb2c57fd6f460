import type { UnknownRefusal } from './http-options.ts';

const REASONS_MAX = 200;
const ADDRESSES_MAX = 1_000;

interface Count {
  readonly status: number;
  refusals: number;
  readonly addresses: Set<string>;
}

/** What a minute of refusals came to, by reason. */
export interface CountedRefusals {
  readonly reason: string;
  readonly status: number;
  readonly refusals: number;
  /** From how many addresses, up to a bound. */
  readonly addresses: number;
}

/** Counts what is refused before anybody is known: nobody without a token can fill the log, or hide in it. */
export class RefusalCounts {
  #counts = new Map<string, Count>();

  add({ reason, status, address }: UnknownRefusal): void {
    const found = this.#counts.get(reason);
    if (found === undefined && this.#counts.size >= REASONS_MAX) return;
    const count = found ?? { status, refusals: 0, addresses: new Set<string>() };
    count.refusals += 1;
    if (count.addresses.size < ADDRESSES_MAX) count.addresses.add(address);
    this.#counts.set(reason, count);
  }

  /** What was counted since it was last taken. */
  take(): readonly CountedRefusals[] {
    const counts = this.#counts;
    this.#counts = new Map();
    return [...counts].map(([reason, { status, refusals, addresses }]) => {
      return { reason, status, refusals, addresses: addresses.size };
    });
  }
}
