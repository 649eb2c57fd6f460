import { readStanding } from '@supercargo/policy';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** Reads, in one round trip, what steps 2 and 3 judge. Nobody and the deactivated are refused here. */
export async function findStanding(call: Call): Promise<CallRefusal | undefined> {
  const standing = await readStanding(call.tx, call.principal, foundIn(call, 'target').name);
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
