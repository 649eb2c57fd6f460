export { WriteAnswer } from './answer.ts';
export { verdictOfBorn, type Birth } from './born.ts';
export { isBound } from './bound.ts';
export { Card, cardLines } from './card.ts';
export { peopleNeeded, planFacts } from './plan-facts.ts';
export { planText, type Asker, type PlanFrame, type PlanText, type Proposal } from './plan.ts';
export { LEDGER_REFUSALS, type LedgerRefusal } from './refusals.ts';
export { REQUEST_STATES, TRANSITIONS, type RequestState } from './states.ts';
export type { LedgerAnswer } from './store/answer-row.ts';
export {
  ask,
  askBorn,
  decideBySecret,
  decideSignedIn,
  execute,
  expire,
  findAsked,
  recordConsent,
  withdraw,
  type EffectFunction,
} from './store/ledger.ts';
export { claim, markUnknown, settleRemote, type Lease, type RemotePlan, type Settlement } from './store/remote.ts';
export {
  listRequests,
  publishedDefinitions,
  readRequest,
  type LedgerRequest,
  type RequestFilter,
} from './store/requests.ts';
export { newId } from './new-id.ts';
