import { readStanding } from '@supercargo/policy';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** Reads, in one round trip, what steps 2 and 3 judge. Nobody, the deactivated and customers are refused here. */
export async function findStanding(call: Call): Promise<CallRefusal | undefined> {
  const { principal } = call;
  if (principal.via === 'oauth' && principal.customer !== null) {
    // A customer's rows are behind a wall of their own, and this server has no login that it binds.
    return { step: 'standing', code: 'customer', reason: 'customers are not served here' };
  }
  const standing = await readStanding(call.tx, principal, foundIn(call, 'target').name);
  if (standing === undefined) {
    return {
      step: 'standing',
      code: 'inactive',
      reason: 'you are not an active person of this company; an administrator can say why',
    };
  }
  call.found.standing = standing;
  return undefined;
}
