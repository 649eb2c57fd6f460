/** A rule of a tenant's first policy. */
export interface FoundingRule {
  readonly server: string;
  readonly tool: string;
  /** The band begins above this amount, in minor units; `EVERY_AMOUNT` for the lowest. */
  readonly over_minor: number;
  /** Bands of units instead of amounts; left out where the bands are of amounts. */
  readonly over_units?: number;
  readonly currency: string;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly need_role: string | null;
}

const EVERY_AMOUNT = -1;

const CONSENT = { tier: 'consent', quorum: 1, need_role: null } as const;
const ANOTHER_PERSON = { tier: 'person', quorum: 1, need_role: null } as const;
const TWO_ONE_OF_FINANCE = { tier: 'person', quorum: 2, need_role: 'finance' } as const;

/** What a rule is about: the tool of a server, in a currency. */
export type Subject = Pick<FoundingRule, 'server' | 'tool' | 'currency'>;

/** The requester's own yes, whatever it is about. */
export const byConsent = (subject: Subject): readonly FoundingRule[] => [
  { ...subject, over_minor: EVERY_AMOUNT, ...CONSENT },
];

/** By amount: up to 1,000.00 consent, above another person, above 50,000.00 two, one of them finance. */
export const byAmount = (subject: Subject): readonly FoundingRule[] => [
  { ...subject, over_minor: EVERY_AMOUNT, ...CONSENT },
  { ...subject, over_minor: 1_000_00, ...ANOTHER_PERSON },
  { ...subject, over_minor: 50_000_00, ...TWO_ONE_OF_FINANCE },
];

/** By number of units: up to this many consent, above another person. */
export const byUnits = (subject: Subject, units: number): readonly FoundingRule[] => [
  { ...subject, over_minor: EVERY_AMOUNT, ...CONSENT },
  { ...subject, over_minor: EVERY_AMOUNT, over_units: units, ...ANOTHER_PERSON },
];

/** By what a customer is owed: up to this amount consent, above another person. */
export const byCustomersMoney = (subject: Subject, upToMinor: number): readonly FoundingRule[] => [
  { ...subject, over_minor: EVERY_AMOUNT, ...CONSENT },
  { ...subject, over_minor: upToMinor, ...ANOTHER_PERSON },
];

/** Whatever the amount: two others, of finance. */
export const byTwoOfFinance = (subject: Subject): readonly FoundingRule[] => [
  { ...subject, over_minor: EVERY_AMOUNT, ...TWO_ONE_OF_FINANCE },
];
