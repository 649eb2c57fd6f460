import type { Verdict } from '@supercargo/policy';

/** Where a request comes from that nobody asked for in person: the event that led to it, and who had their say before. */
export interface Birth {
  readonly event: string;
  /** Who asked first is the requester; none of them may approve. */
  readonly chain: readonly [string, ...string[]];
}

/** What the ledger asks of a plan that an event led to: two other people at least, whatever the policy says. */
export function verdictOfBorn(verdict: Verdict): Verdict {
  return { ...verdict, tier: 'person', quorum: Math.max(2, verdict.quorum), why: 'event' };
}
