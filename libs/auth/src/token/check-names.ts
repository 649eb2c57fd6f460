import { TenantId } from '@supercargo/kernel';
import type { IssuerConfig } from '../config/issuer-config.ts';
import { foundIn, isName, memberOf, type TokenStep } from './token-reading.ts';

/** Our name of the tenant that an issuer names, if it may speak for it. */
function tenantOf(tenants: IssuerConfig['tenants'], named: string): TenantId | undefined {
  if (tenants !== 'any') return Object.hasOwn(tenants, named) ? tenants[named] : undefined;
  const parsed = TenantId.safeParse(named);
  return parsed.success ? parsed.data : undefined;
}

export const checkNames: TokenStep = {
  name: 'names',
  holds: 'subject, client, token id and tenant are there and well-formed, and the issuer speaks for that tenant',
  check: (reading) => {
    const claims = foundIn(reading, 'claims');
    const { config } = foundIn(reading, 'issuer');
    const subject = memberOf(claims, 'sub');
    if (!isName(subject)) return 'subject_malformed';
    const client = memberOf(claims, config.claims.client);
    if (!isName(client)) return 'client_malformed';
    reading.found.client = client;
    const tokenId = memberOf(claims, config.claims.tokenId);
    if (!isName(tokenId)) return 'token_id_malformed';
    const named = memberOf(claims, config.claims.tenant);
    if (!isName(named)) return 'tenant_malformed';
    const tenant = tenantOf(config.tenants, named);
    if (tenant === undefined) return config.tenants === 'any' ? 'tenant_malformed' : 'tenant_of_another';
    Object.assign(reading.found, { subject, tokenId, tenant });
    return undefined;
  },
};
