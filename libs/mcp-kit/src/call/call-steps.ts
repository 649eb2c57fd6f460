import type { CallStep } from './call.ts';
import { checkScopes } from './check-scopes.ts';
import { checkSwitches } from './check-switches.ts';
import { findResource } from './find-resource.ts';
import { findStanding } from './find-standing.ts';
import { findTool } from './find-tool.ts';
import { findWatchable } from './find-watchable.ts';
import { limitRate } from './limit-rate.ts';
import { parseInput } from './parse-input.ts';

/**
 * What every `tools/call` passes, on every transport, before its tool sees it. A missing step is a hole here, on this screen.
 * The tool itself, the parsing of its output and the record of the call follow in `admit.ts` and `call-tool.ts`.
 */
export const callSteps: readonly CallStep[] = [
  findTool,
  findStanding,
  checkScopes,
  checkSwitches,
  limitRate,
  parseInput,
];

/** The same for `resources/read`, whose only input is its URI. */
export const resourceSteps: readonly CallStep[] = [findResource, findStanding, checkScopes, checkSwitches, limitRate];

/** Before a resource is watched: a subscription is a call, and counted as one. */
export const subscribeSteps: readonly CallStep[] = [
  findResource,
  findWatchable,
  findStanding,
  checkScopes,
  checkSwitches,
  limitRate,
];

/** Each time a watched resource is looked at again. How often that is was decided here, so nobody's rate pays for it. */
export const lookSteps: readonly CallStep[] = [findResource, findStanding, checkScopes, checkSwitches];
