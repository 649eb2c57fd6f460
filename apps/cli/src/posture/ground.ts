import { databaseStatus, readEnrolled, readIdentitySettings, type Home, type Login } from '@supercargo/cluster';
import { CUSTOMER_SERVERS, CustomerId, SERVERS, TenantId } from '@supercargo/kernel';
import { httpServers, type HttpServer } from '../http/addresses.ts';
import { SITES, type Site } from '../http/sites.ts';
import type { Outside } from '../outside.ts';
import { runningHttpServers } from '../workers/running.ts';
import type { Profile } from './control.ts';
import { tokensOf, type Tokens } from './tokens.ts';

/** What the checks of a profile stand on: the running installation, as far as that profile is concerned. */
export interface Ground {
  readonly outside: Outside;
  readonly home: Home;
  readonly profile: Profile;
  /** The servers of the profile that run, where it has any that listen. */
  readonly sites: readonly HttpServer[];
  /** Those that should and do not. */
  readonly missing: readonly string[];
  /** What its servers are to the database. */
  readonly logins: readonly Login[];
  /** As whom programs of this machine may ask, such as `mara@acme`; undefined where nobody may. */
  readonly enrolled: string | undefined;
  readonly tenant: TenantId;
  /** Whose rows a customer's login is tried on. */
  readonly customer: CustomerId;
  readonly tokens: Tokens;
}

const FACES: Readonly<Record<Profile, Site['faces'] | undefined>> = {
  local: undefined,
  internal: 'staff',
  customer: 'customers',
};

/** Whom nobody is: what is tried in their name must find nothing. */
const NOBODY_TENANT = TenantId.parse('nobody');
const NOBODY_CUSTOMER = CustomerId.parse('CUS-NOBODY');

export async function databaseAnswers(home: Home): Promise<boolean> {
  const { kind } = await databaseStatus(home);
  return kind === 'running' || kind === 'external';
}

export async function groundOf(outside: Outside, home: Home, profile: Profile): Promise<Ground> {
  const faces = FACES[profile];
  const pids = new Set((await runningHttpServers(home)).map(({ pid }) => pid));
  const sites = (await httpServers(home)).filter(
    (site) => site.faces === faces && site.pid !== undefined && pids.has(site.pid),
  );
  const missing = SITES.filter((site) => site.faces === faces && !sites.some(({ name }) => name === site.name));
  const [enrolled] = await readEnrolled(home);
  const people = (await readIdentitySettings(home))?.people ?? [];
  const customer = people.find((one) => one.customer !== undefined);
  const isCustomer = profile === 'customer';
  const tenant = isCustomer ? customer?.tenant : enrolled?.split('@')[1];
  return {
    ...{ outside, home, profile, sites, missing: missing.map(({ name }) => name), enrolled },
    logins: isCustomer
      ? CUSTOMER_SERVERS.map((server) => `supercargo_${server}_customer` as const)
      : SERVERS.map((server) => `supercargo_${server}` as const),
    tenant: tenant === undefined ? NOBODY_TENANT : TenantId.parse(tenant),
    customer: customer?.customer === undefined ? NOBODY_CUSTOMER : CustomerId.parse(customer.customer),
    tokens: tokensOf(home, isCustomer && customer !== undefined ? `${customer.id}@${customer.tenant}` : enrolled),
  };
}
