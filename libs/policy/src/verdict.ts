/** What the live policy asks of a plan: whose approval, how many, and how long each step may wait. */
export interface Verdict {
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly needRole: string | null;
  /** SHA-256 of the rule's content, hex. */
  readonly rule: string;
  /** `consent_total`: consent would do, but the rolling total is used up. `event`: nobody asked in person, an event led to it. */
  readonly why: 'rule' | 'consent_total' | 'event';
  readonly holdSeconds: number;
  readonly waitingSeconds: number;
  readonly approvedSeconds: number;
}

export type PolicyRefusal = 'no_policy' | 'currency';

const ROLE_WORDS: Readonly<Record<string, string>> = {
  finance: 'finance',
  supply_chain_manager: 'a supply chain manager',
};

const BECAUSE: Readonly<Record<Verdict['why'], string>> = {
  rule: 'policy asks for',
  consent_total: 'the requester’s own consents of the day are used up, so policy asks for',
  event: 'nobody asked for this in person, so it needs',
};

function roleWords(role: string): string {
  return ROLE_WORDS[role] ?? role.replaceAll('_', ' ');
}

/** Why a person is asked, in a sentence for the card. Names no threshold. */
export function whyAsked(verdict: Verdict): string {
  if (verdict.tier === 'consent') return 'policy leaves this to the requester’s own consent';
  const others = verdict.quorum === 1 ? 'another person' : `${verdict.quorum.toString()} other people`;
  const needed = verdict.needRole === null ? '' : `, one of them from ${roleWords(verdict.needRole)}`;
  return `${BECAUSE[verdict.why]} ${others}${needed}`;
}
