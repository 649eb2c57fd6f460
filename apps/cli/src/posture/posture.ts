import type { Home } from '@supercargo/cluster';
import type { Outside } from '../outside.ts';
import { approval } from './control/approval.ts';
import { audit } from './control/audit.ts';
import { inTheConsole } from './control/in-the-console.ts';
import { leastCredential } from './control/least-credential.ts';
import { limits } from './control/limits.ts';
import { notThereYet } from './control/not-there-yet.ts';
import { resourceServer } from './control/resource-server.ts';
import { roleScope } from './control/role-scope.ts';
import { secrets } from './control/secrets.ts';
import { tenantIsolation } from './control/tenant-isolation.ts';
import { transport } from './control/transport.ts';
import { broken, PROFILES, type Control, type Look, type Profile } from './control.ts';
import { databaseAnswers, groundOf, type Ground } from './ground.ts';

/** Every control, in the order of the table of profiles, with the console's beside the approvals that it takes. A missing one is a hole here, on this screen. */
export const CONTROLS: readonly Control[] = [
  resourceServer,
  roleScope,
  approval,
  inTheConsole,
  leastCredential,
  transport,
  limits,
  tenantIsolation,
  audit,
  ...notThereYet,
  secrets,
];

export type Standing = 'holds' | 'does_not_hold' | 'not_running' | 'not_there_yet' | 'not_demanded';

/** How one control stands in one profile. The names are stable: programs read them. */
export interface Row {
  readonly control: string;
  readonly title: string;
  readonly standing: Standing;
  readonly saw: readonly string[];
  readonly problems: readonly { readonly saw: string; readonly todo: string }[];
}

export interface ProfilePosture {
  readonly profile: Profile;
  /** Everything that the profile demands and that was built holds. */
  readonly ok: boolean;
  readonly controls: readonly Row[];
}

/** A look that could not be taken is none: what was not seen to hold does not. */
async function looksOf(control: Control, ground: Ground): Promise<readonly Look[]> {
  try {
    return await control.look(ground);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [broken(`it could not be looked at: ${error.message}`, 'npx supercargo doctor says what is not well')];
  }
}

/** How one control stands. Without a ground nothing of its profile runs. */
export async function rowOf(control: Control, profile: Profile, ground: Ground | undefined): Promise<Row> {
  const { name, title, demands } = control;
  const row = { control: name, title, saw: [], problems: [] };
  const demand = demands[profile];
  if (demand === 'nothing') return { ...row, standing: 'not_demanded' };
  if (demand === 'what is not there yet') return { ...row, standing: 'not_there_yet' };
  if (ground === undefined) return { ...row, standing: 'not_running' };
  const looks = await looksOf(control, ground);
  const problems = looks.flatMap((look) => (look.ok ? [] : [{ saw: look.saw, todo: look.todo }]));
  const saw = looks.flatMap((look) => (look.ok ? [look.saw] : []));
  const isSeen = problems.length === 0 && saw.length > 0;
  return { ...row, standing: isSeen ? 'holds' : 'does_not_hold', saw, problems };
}

/** How all stand in a profile of the installation, looked at one after another. */
export async function postureOf(outside: Outside, home: Home, profile: Profile): Promise<ProfilePosture> {
  const found = (await databaseAnswers(home)) ? await groundOf(outside, home, profile) : undefined;
  const ground = profile !== 'local' && found?.sites.length === 0 ? undefined : found;
  const controls: Row[] = [];
  for (const control of CONTROLS) controls.push(await rowOf(control, profile, ground));
  const ok = controls.every(({ standing }) => standing !== 'does_not_hold' && standing !== 'not_running');
  return { profile, ok, controls };
}

/** What runs: local always, and the profiles of which a server does. */
export async function runningProfiles(outside: Outside, home: Home): Promise<readonly Profile[]> {
  const found: Profile[] = [];
  for (const profile of PROFILES) {
    if (profile === 'local' || (await groundOf(outside, home, profile)).sites.length > 0) found.push(profile);
  }
  return found;
}
