import { chargesOf } from '../limits/charges-of.ts';
import type { BudgetName, Unspent } from '../limits/limits.ts';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

const WORDS: Readonly<Record<BudgetName, string>> = {
  tool: 'too many calls of this tool',
  person: 'too many calls of yours, of all tools together',
  customer: 'too many calls by all who call for your customer number',
  tenant: 'too many calls by everybody of your company',
};

/** Where nothing can be counted, the next attempt may find that it can. */
const UNCOUNTED_SECONDS = 1;

function refusalOf(unspent: Unspent | undefined): CallRefusal | undefined {
  if (unspent === undefined) return undefined;
  if (unspent.spent === 'uncounted') {
    return refused('limits_unavailable', 'calls cannot be counted now, so none is let through', UNCOUNTED_SECONDS);
  }
  return refused('rate_limited', WORDS[unspent.spent], Math.ceil(unspent.waitMs / 1000));
}

function refused(code: string, reason: string, retrySeconds: number): CallRefusal {
  return { step: 'rate', code, reason, accepted: `try again in ${retrySeconds.toString()} s`, retrySeconds };
}

/** Step 4. Bounded by tenant, person, customer and tool, all of them or none. What cannot be counted is refused. */
export function limitRate(call: Call): Promise<CallRefusal | undefined> | CallRefusal | undefined {
  const { runtime, principal } = call;
  const unspent = runtime.limits.spend(chargesOf(principal, foundIn(call, 'target').name));
  return unspent instanceof Promise ? unspent.then(refusalOf) : refusalOf(unspent);
}
