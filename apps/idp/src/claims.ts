import {
  errors,
  type AccessToken,
  type AccountClaims,
  type ClientCredentials,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Directory } from './directory.ts';
import { accountOf, type Person } from './settings.ts';

/** What a client asks for that wants to know for which company somebody acts, and as what. It gives no right at any server. */
export const COMPANY_SCOPE = 'company';

/** All that can be said of a person in an ID token or at the userinfo endpoint; the scopes asked for choose among it. */
export function accountClaims(person: Person): AccountClaims {
  const { name, tenant, id, roles, customer } = person;
  const ofCustomer = customer === undefined ? {} : { customer };
  return { sub: accountOf(person), name, tenant, person: id, roles, ...ofCustomer };
}

/** The claims of ours in an access token, beside those of RFC 9068. */
export interface OwnClaims {
  readonly tenant: string;
  readonly person: string;
  readonly roles: readonly string[];
  readonly customer?: string;
  readonly auth_time?: number;
}

/**
 * Who a token is about. A person's come from who signed in, an agent's from its client; neither can be asked for, so no request gets the
 * other's. Throws where nobody is found: a person who was taken from the settings gets no further token.
 */
export function ownClaims(
  directory: Directory,
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): OwnClaims & Record<string, unknown> {
  if (token.kind === 'ClientCredentials') {
    const agent = directory.agent(token.clientId ?? '');
    if (agent === undefined) throw new errors.UnauthorizedClient('this client is no agent of the settings');
    return { tenant: agent.tenant, person: agent.id, roles: agent.roles };
  }
  const person = directory.person(token.accountId);
  if (person === undefined) throw new errors.InvalidGrant('the person is not there any more');
  const { tenant, id, roles, customer } = person;
  const signedInAt = ctx.oidc.entities.AuthorizationCode?.authTime ?? ctx.oidc.entities.RefreshToken?.authTime;
  return {
    ...{ tenant, person: id, roles },
    ...(customer === undefined ? {} : { customer }),
    ...(signedInAt === undefined ? {} : { auth_time: signedInAt }),
  };
}
