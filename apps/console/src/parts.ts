import type { Clock } from '@supercargo/kernel';
import type { Logger } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import type { Cookies } from './cookies.ts';
import type { Issuer } from './issuer.ts';
import type { Sessions } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';
import type { SignIns } from './under-way.ts';

/** What the routes work with. */
export interface ConsoleParts {
  readonly settings: ConsoleSettings;
  readonly door: TenantDoor;
  readonly issuer: Issuer;
  readonly signIns: SignIns;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly clock: Clock;
  readonly log: Logger;
}
