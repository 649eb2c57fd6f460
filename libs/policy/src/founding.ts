import { randomInt } from 'node:crypto';
import { inventoryRules } from './seed/inventory.ts';
import { logisticsRules } from './seed/logistics.ts';
import { ordersRules } from './seed/orders.ts';
import { paymentsRules } from './seed/payments.ts';
import { returnsRules } from './seed/returns.ts';
import type { FoundingRule } from './seed/rule.ts';
import { seededCaps, type SpendingCap } from './seed/spending-caps.ts';

/** A person of a tenant at its founding. A secret is given to those who may approve or administer, once. */
export interface FoundingPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly secret?: string;
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
    /** Left out: nothing may leave. */
    readonly spending_caps?: readonly SpendingCap[];
  };
}

/**
 * The seeded policy, in a currency with two minor digits: the rules of each server's tools, and what may be consented to in a day:
 * 3,000.00 and 300 units by each requester, 20,000.00 and 2,000 units at each server. What may leave is capped by the seeded caps.
 */
export function seededPolicy(currency: string): Founding['policy'] {
  return {
    note: 'Seeded with the company.',
    rules: [inventoryRules, logisticsRules, ordersRules, returnsRules, paymentsRules].flatMap((rulesIn) =>
      rulesIn(currency),
    ),
    consent_limits: [
      { dimension: 'requester', currency, cap: 3_000_00 },
      { dimension: 'server', currency, cap: 20_000_00 },
      { dimension: 'requester_units', currency: null, cap: 300 },
      { dimension: 'server_units', currency: null, cap: 2_000 },
    ],
    spending_caps: seededCaps(currency),
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
