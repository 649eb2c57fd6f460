import { randomInt } from 'node:crypto';

/** A person of a tenant at its founding. A secret is given to those who may approve or administer, once. */
export interface FoundingPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly secret?: string;
}

export interface FoundingRule {
  readonly server: string;
  readonly tool: string;
  readonly over_minor: number;
  /** Bands of units instead of amounts; left out where the bands are of amounts. */
  readonly over_units?: number;
  readonly currency: string;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly need_role: string | null;
}

/** A tenant whole: its people and its first policy. */
export interface Founding {
  readonly name: string;
  readonly currency: string;
  /** Whether scripts may play its approvers, who then share nothing with anybody else's. */
  readonly scripted: boolean;
  readonly people: readonly FoundingPerson[];
  readonly policy: {
    readonly note: string;
    readonly rules: readonly FoundingRule[];
    readonly consent_limits: readonly {
      readonly dimension: 'requester' | 'server' | 'requester_units' | 'server_units';
      /** Null for totals of units. */
      readonly currency: string | null;
      /** Minor units of the currency, or units. */
      readonly cap: number;
    }[];
  };
}

const EVERY_AMOUNT = -1;

/**
 * The seeded policy, in a currency with two minor digits: up to 1,000.00 the requester's consent; above, one other person; above
 * 50,000.00 two, one of them finance; undoing is consent. What changes stock is judged by its units: up to 100 consent, above one other
 * person. 3,000.00 and 300 units a day by consent for each requester, 20,000.00 and 2,000 units for each server.
 */
export function seededPolicy(currency: string): Founding['policy'] {
  const reorder = { server: 'inventory', tool: 'create_reorder', currency };
  const stock = ['adjust_stock', 'transfer_stock'].map((tool) => ({ server: 'inventory', tool, currency }));
  return {
    note: 'Seeded with the company.',
    rules: [
      { ...reorder, over_minor: EVERY_AMOUNT, tier: 'consent', quorum: 1, need_role: null },
      { ...reorder, over_minor: 1_000_00, tier: 'person', quorum: 1, need_role: null },
      { ...reorder, over_minor: 50_000_00, tier: 'person', quorum: 2, need_role: 'finance' },
      {
        server: 'inventory',
        tool: 'cancel_reorder',
        over_minor: EVERY_AMOUNT,
        currency,
        tier: 'consent',
        quorum: 1,
        need_role: null,
      },
      ...stock.flatMap((rule): readonly FoundingRule[] => [
        { ...rule, over_minor: EVERY_AMOUNT, tier: 'consent', quorum: 1, need_role: null },
        { ...rule, over_minor: EVERY_AMOUNT, over_units: 100, tier: 'person', quorum: 1, need_role: null },
      ]),
    ],
    consent_limits: [
      { dimension: 'requester', currency, cap: 3_000_00 },
      { dimension: 'server', currency, cap: 20_000_00 },
      { dimension: 'requester_units', currency: null, cap: 300 },
      { dimension: 'server_units', currency: null, cap: 2_000 },
    ],
  };
}

/** These decide about others' requests or throw switches, so they have a secret of their own. */
const SECRET_ROLES: ReadonlySet<string> = new Set(['supply_chain_manager', 'finance', 'administrator']);

export function hasSecret(person: Pick<FoundingPerson, 'roles'>): boolean {
  return person.roles.some((role) => SECRET_ROLES.has(role));
}

/** Letters and digits that nobody mistakes for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A secret that a person types: five groups of four, 99 bits. */
export function newApprovalSecret(): string {
  const group = (): string => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
