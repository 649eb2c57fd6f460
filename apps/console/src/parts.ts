import type { Clock } from '@supercargo/kernel';
import type { Logger } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import { cookiesFor, type Cookies } from './cookies.ts';
import { issuerOf, type Issuer } from './issuer.ts';
import { newReadiness, type Unmet } from './readiness.ts';
import { newSessions, type Sessions } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';
import { newSignIns, type SignIns } from './under-way.ts';

/** What a console is made from. */
export interface Given {
  readonly settings: ConsoleSettings;
  readonly door: TenantDoor;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the routes work with. */
export interface ConsoleParts {
  readonly settings: ConsoleSettings;
  readonly door: TenantDoor;
  readonly unmet: Unmet;
  readonly issuer: Issuer;
  readonly signIns: SignIns;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly clock: Clock;
  readonly log: Logger;
}

export function partsOf({ settings, door, clock, log }: Given): ConsoleParts {
  return {
    ...{ settings, door, clock, log, unmet: newReadiness(door, log), issuer: issuerOf(settings, clock) },
    ...{ signIns: newSignIns(clock), sessions: newSessions(clock), cookies: cookiesFor(settings.origin) },
  };
}
