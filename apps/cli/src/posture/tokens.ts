import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { identitySecret, runningIssuer, type Home } from '@supercargo/cluster';
import { Refused } from '../fault.ts';
import type { HttpServer } from '../http/addresses.ts';
import { tokenByCodeFlow } from '../token/code-flow.ts';

/** Access tokens to try with, by the real sign-in of the development authorization server; asked for once each. */
export interface Tokens {
  /** Throws a Refused that says why there is none. */
  for(site: HttpServer, scope: string): Promise<string>;
}

export function tokensOf(home: Home, account: string | undefined): Tokens {
  const known = new Map<string, Promise<string>>();
  const ask = async (site: HttpServer, scope: string): Promise<string> => {
    const issuer = await runningIssuer(home);
    const password = account === undefined ? undefined : await identitySecret(home, 'people', account);
    if (issuer === undefined || account === undefined || password === undefined) {
      throw new Refused('nobody can be signed in to try with: the development authorization server does not run');
    }
    const request = { issuer, account, password, resource: site.url, scope, proofKey: undefined };
    return (await tokenByCodeFlow(request)).access_token;
  };
  return {
    for: (site, scope) => {
      const key = `${site.name} ${scope}`;
      const token = known.get(key) ?? ask(site, scope);
      known.set(key, token);
      return token;
    },
  };
}

const LIFETIME_SECONDS = 300;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a token of this issuer for this server says, in the form that it has (RFC 9068). */
function claims(issuer: string, { url }: Pick<HttpServer, 'url'>): string {
  const iat = Math.floor(Date.now() / 1_000);
  const times = { iat, exp: iat + LIFETIME_SECONDS, jti: randomUUID() };
  return part({ iss: issuer, aud: url, sub: 'nobody', client_id: 'nobody', tenant: 'nobody', scope: '', ...times });
}

/** A token that is right in every way but that nobody signed it (RFC 8725 §2.1). */
export function unsignedToken(issuer: string, site: Pick<HttpServer, 'url'>): string {
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${claims(issuer, site)}.`;
}

/** The same, signed with a key that was made a moment ago. */
export function forgedToken(issuer: string, site: Pick<HttpServer, 'url'>): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'forged' })}.${claims(issuer, site)}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
