import type { CanonicalValue } from '@supercargo/audit';
import type { LedgerRequest } from './store/requests.ts';

/** What a person is shown of a stored plan beside its card. */
export interface PlanFacts {
  readonly arguments: CanonicalValue;
  /** What is done, in the effect function’s own terms. */
  readonly effect: CanonicalValue;
  /** What must still be so. */
  readonly guards: CanonicalValue;
}

/** The facts of the stored plan, which is what executes, whatever the card beside it says. */
export function planFacts(request: LedgerRequest): PlanFacts {
  return JSON.parse(request.plan) as PlanFacts;
}

/** How many people a request needs in all, and which. */
export function peopleNeeded({ tier, quorum, needRole }: Pick<LedgerRequest, 'tier' | 'quorum' | 'needRole'>): string {
  if (tier === 'consent') return 'the requester’s own consent, or another person';
  const people = quorum === 1 ? 'another person' : `${quorum.toString()} other people`;
  return needRole === null ? people : `${people}, one of them with the role ${needRole}`;
}
