export { APPROVER_ROLES } from './approvers.ts';
export { seesAllRequests } from './sees-all.ts';
export { hasSecret, newApprovalSecret, seededPolicy, type Founding, type FoundingPerson } from './founding.ts';
export type { FoundingRule } from './seed/rule.ts';
export {
  seededCaps,
  SPENDING_DIMENSIONS,
  SPENDING_SPANS,
  type SpendingCap,
  type SpendingDimension,
  type SpendingSpan,
} from './seed/spending-caps.ts';
export { fits, leftOf, type BudgetLine, type SpendingRefusal, type Spent } from './spending.ts';
export { recordSignIn } from './store/sign-in.ts';
export { looksSplit, readBudget, spendingRefused } from './store/spending.ts';
export { foundTenant, readTenant, type Tenant } from './store/found-tenant.ts';
export { readCustomerStanding, readNames, readStanding, type Standing } from './store/standing.ts';
export { requiredFor } from './store/required.ts';
export {
  readSwitches,
  SECRET_REFUSALS,
  SWITCH_KINDS,
  SWITCH_REFUSALS,
  switchBySecret,
  type KillSwitch,
  type SwitchKind,
  type SwitchRefusal,
} from './store/switches.ts';
export { whyAsked, type PolicyRefusal, type Verdict } from './verdict.ts';
