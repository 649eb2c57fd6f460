export { hasSecret, newApprovalSecret, seededPolicy, type Founding, type FoundingPerson } from './founding.ts';
export type { FoundingRule } from './seed/rule.ts';
export { foundTenant, readTenant, type Tenant } from './store/found-tenant.ts';
export { readStanding, type Standing } from './store/standing.ts';
export { requiredFor } from './store/required.ts';
export {
  readSwitches,
  SWITCH_KINDS,
  SWITCH_REFUSALS,
  switchBySecret,
  type KillSwitch,
  type SwitchKind,
  type SwitchRefusal,
} from './store/switches.ts';
export { whyAsked, type PolicyRefusal, type Verdict } from './verdict.ts';
