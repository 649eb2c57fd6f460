import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { COMPANY_SCOPE } from './claims.ts';
import { CONSOLE_CLIENT } from './settings.ts';

/**
 * What a person has allowed a client before. The console acts for nobody (it learns who somebody is, and for no resource), so it has its two
 * scopes without a question; whatever else it asked for would be asked of the person, like any client's wish.
 */
export async function loadExistingGrant({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { provider, client, session, result } = oidc;
  const clientId = client?.clientId ?? '';
  const id = result?.consent?.grantId ?? session?.grantIdFor(clientId);
  if (id !== undefined) return provider.Grant.find(id);
  const accountId = session?.accountId;
  if (clientId !== CONSOLE_CLIENT || accountId === undefined) return undefined;
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(`openid ${COMPANY_SCOPE}`);
  await grant.save();
  return grant;
}
