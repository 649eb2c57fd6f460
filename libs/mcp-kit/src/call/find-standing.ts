import { readCustomerStanding, readStanding } from '@supercargo/policy';
import type { Principal } from '../runtime.ts';
import type { ServerDefinition } from '../server-definition.ts';
import { foundIn, type Call } from './call.ts';
import { customerOf } from './door-of.ts';
import type { CallRefusal } from './refusal.ts';

/**
 * Whether a deployment serves this caller at all. What faces staff has a login that no customer's wall binds, and what faces customers has
 * one that sees nothing without a customer.
 */
export function facingRefusal({ faces }: ServerDefinition, principal: Principal): CallRefusal | undefined {
  const isCustomer = customerOf(principal) !== null;
  if (isCustomer === (faces === 'customers')) return undefined;
  return isCustomer
    ? { step: 'standing', code: 'customer', reason: 'customers are not served here' }
    : { step: 'standing', code: 'no_customer', reason: 'only customers are served here' };
}

/** A role that the identity provider took away counts no longer; one that it gives and `people` does not have never counts. */
function limited(roles: readonly string[], principal: Principal): readonly string[] {
  const limitedTo = principal.via === 'local' ? undefined : principal.limitedTo;
  return limitedTo === undefined ? roles : roles.filter((role) => limitedTo.includes(role));
}

/** Reads, in one round trip, what steps 2 and 3 judge. Whoever is not served here, nobody and the deactivated are refused. */
export async function findStanding(call: Call): Promise<CallRefusal | undefined> {
  const { principal, runtime, tx } = call;
  const misdirected = facingRefusal(runtime.definition, principal);
  if (misdirected !== undefined) return misdirected;
  const read = customerOf(principal) === null ? readStanding : readCustomerStanding;
  const standing = await read(tx, principal, foundIn(call, 'target').name);
  if (standing === undefined) {
    return {
      step: 'standing',
      code: 'inactive',
      reason: 'you are not an active person of this company; an administrator can say why',
    };
  }
  call.found.standing = { ...standing, roles: limited(standing.roles, principal) };
  return undefined;
}
