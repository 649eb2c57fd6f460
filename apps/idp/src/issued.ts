import type { AccessToken, ClientCredentials, Provider } from 'oidc-provider';
import type { RequestHandler } from 'express';
import type { SigningKeys } from './signing-keys.ts';
import type { Entries } from './store/entries.ts';

/**
 * Remembers each access token by its `jti`. The library issues JWTs and forgets them, so that it could neither end one (RFC 7009) nor say
 * whether it still holds (RFC 7662); found under its `jti` it is treated as a token of the library's own, and ends with its consent.
 */
export function rememberIssued(provider: Provider, entries: Entries, clock: () => Date): void {
  const remember = (token: AccessToken | ClientCredentials): void => {
    const iat = Math.floor(clock().getTime() / 1_000);
    const { jti, kind, clientId, aud, scope, extra, jkt, expiration } = token;
    const ofPerson = 'accountId' in token ? { accountId: token.accountId, grantId: token.grantId } : {};
    const payload = { jti, kind, clientId, aud, scope, extra, jkt, iat, exp: iat + expiration, ...ofPerson };
    entries.put(kind, jti, payload, expiration);
  };
  provider.on('access_token.issued', remember);
  provider.on('client_credentials.issued', remember);
}

/** Lets introspection and revocation find an access token of ours: in the form, its place is taken by its `jti`. */
export function findIssued(keys: SigningKeys): RequestHandler {
  return (request, _response, next) => {
    const form = request.body as Readonly<Record<string, unknown>> | undefined;
    const token = form?.['token'];
    if (typeof token === 'string' && token.split('.').length === 3) {
      request.body = { ...form, token: keys.hasSigned(token) ? jtiOf(token) : 'not-of-ours' };
    }
    next();
  };
}

/** Of a token whose signature was verified. */
function jtiOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { jti: string };
  return claims.jti;
}
