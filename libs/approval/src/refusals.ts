/** Why the ledger did nothing, in its own codes. `policy_moved` is answered by planning again. */
export const LEDGER_REFUSALS = {
  inactive: 'you are not an active person of this company; an administrator can say why',
  stopped: 'an administrator stopped this; ask them before trying again',
  definition_changed:
    'this server’s definition of the tool is not the published one; run `supercargo up` and restart the host',
  no_policy: 'no policy rule covers this, and without a rule nothing is allowed; an administrator can publish one',
  currency: 'the amount is in another currency than the policy’s',
  policy_moved: 'the policy changed while this was being asked; ask again',
  plan_times: 'the clocks of this machine and of the database disagree by more than five minutes; set the clock',
  idempotency_key_reused:
    'this idempotency_key was already used with other arguments; use a new key, or the same arguments',
  too_many_waiting: 'too many requests are waiting already; have some decided or withdraw them first',
  unknown_request: 'there is no such request of yours',
  not_waiting: 'the request is no longer waiting',
  not_what_you_were_shown: 'the request is not the one that was shown; look at it again',
  consent_not_enough: 'the requester’s own consent is not enough for this',
  own_request: 'nobody may approve a request of their own',
  in_chain: 'this person asked for or approved what led to this request, so somebody else decides about it',
  unknown_event: 'there is no such event at hand',
  not_what_was_told: 'what would be asked for is not what the event tells of',
  may_not_approve: 'this person may not approve requests of this server',
  already_decided: 'this person has already decided this request',
  sign_in_again:
    'sign in again: who decides signed in at most a day ago, and at most five minutes ago where two people or a certain role are needed',
  wrong_secret: 'the secret is wrong; five wrong ones lock it for a quarter of an hour',
  locked: 'too many wrong secrets; try again in a quarter of an hour',
  no_secret: 'this person has no approval secret',
  not_approved: 'the request is not approved',
  ended: 'the request has ended',
  held: 'the request is approved and waits for its hold to pass',
  expired: 'the request was approved, but not executed in time',
  leased: 'another worker is at it just now',
  stale: 'another worker has taken it over since',
} as const;

export type LedgerRefusal = keyof typeof LEDGER_REFUSALS;

export function isLedgerRefusal(code: string): code is LedgerRefusal {
  return Object.hasOwn(LEDGER_REFUSALS, code);
}
