export {
  hasSecret,
  newApprovalSecret,
  seededPolicy,
  type Founding,
  type FoundingPerson,
  type FoundingRule,
} from './founding.ts';
export { foundTenant, readTenant, type Tenant } from './store/found-tenant.ts';
export { readStanding, type Standing } from './store/standing.ts';
export { requiredFor } from './store/required.ts';
export { whyAsked, type PolicyRefusal, type Verdict } from './verdict.ts';
