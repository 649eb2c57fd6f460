import type { EffectFunction } from '@supercargo/approval';
import type { CanonicalValue } from '@supercargo/audit';
import type { Money } from '@supercargo/kernel';

/** What a foreign system is told to do: parts of the stored plan that was approved, and nothing else. */
export interface Instruction {
  /** Its idempotency key: the foreign system does it once under this id, and can be asked about it by this id. */
  readonly executionId: string;
  readonly effect: Readonly<Record<string, CanonicalValue>>;
  readonly amount: Money | null;
  /** The foreign system must not take it after this. */
  readonly expiresAt: Date;
}

/** What became of an instruction. Whatever is not said by the foreign system itself is `unknown`: a lost answer, a timeout, a fault. */
export type RemoteAnswer =
  | { readonly kind: 'executed'; /** What it is called there. */ readonly reference: string }
  | { readonly kind: 'failed'; /** In words of ours: text of others is no reason. */ readonly reason: string }
  | { readonly kind: 'unknown'; /** In words of ours. */ readonly reason: string };

/** The foreign system knows of no such instruction; `at` is when it said so, by its own clock, which decides what it takes no more. */
export interface NotFound {
  readonly kind: 'not_found';
  readonly at: Date;
}

/** What a server's definition makes to reach its foreign system: whatever its tools call, and this. */
export interface Outside {
  /** Whether it would answer just now. While it would not, nothing is claimed: an instruction is sent once, and not to nobody. */
  readonly isReachable?: () => Promise<boolean>;
}

/** How a write takes effect on a foreign system. `outside` is what the server's definition makes to reach it. */
export interface Remote<O = unknown> {
  /** The SQL function of the trade that concludes it, of (execution uuid, fence bigint, outcome text, words text). */
  readonly settle: EffectFunction;
  /** The SQL function of the trade that writes down that nobody knows yet, of (execution uuid, fence bigint, reason text). */
  readonly unknown: EffectFunction;
  /** Called at most once in the life of an execution. Ends by itself, sooner than a lease. */
  readonly send: (instruction: Instruction, outside: O) => Promise<RemoteAnswer>;
  /** Did this happen? Reads only; may be called at any time, and for what was never sent. Ends by itself, sooner than a lease. */
  readonly ask: (instruction: Instruction, outside: O) => Promise<RemoteAnswer | NotFound>;
}
