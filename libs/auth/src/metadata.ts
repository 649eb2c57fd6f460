import type { AuthConfig } from './config/auth-config.ts';
import { ALGORITHMS } from './config/issuer-config.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** The path-inserted well-known path of a resource (RFC 9728 §3.1). */
export function metadataPath(resource: string): string {
  const { pathname } = new URL(resource);
  return pathname === '/' ? WELL_KNOWN : `${WELL_KNOWN}${pathname}`;
}

export function metadataUrl(resource: string): string {
  return new URL(metadataPath(resource), resource).href;
}

/** The protected-resource metadata (RFC 9728 §2). */
export function metadataDocument(config: AuthConfig): Readonly<Record<string, unknown>> {
  const constraints = config.issuers.map(({ senderConstraint }) => senderConstraint);
  const requires = (wanted: 'dpop' | 'mtls'): boolean =>
    constraints.every(({ kind, required }) => kind === wanted && required);
  const dpop = constraints.some(({ kind }) => kind === 'dpop');
  return {
    resource: config.resource,
    ...(config.resourceName === undefined ? {} : { resource_name: config.resourceName }),
    authorization_servers: config.issuers.map(({ issuer }) => issuer),
    scopes_supported: config.scopesSupported,
    bearer_methods_supported: ['header'],
    ...(dpop ? { dpop_signing_alg_values_supported: ALGORITHMS } : {}),
    ...(requires('dpop') ? { dpop_bound_access_tokens_required: true } : {}),
    ...(requires('mtls') ? { tls_client_certificate_bound_access_tokens: true } : {}),
  };
}
