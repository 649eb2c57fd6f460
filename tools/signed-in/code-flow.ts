import { createHash, randomBytes } from 'node:crypto';
import type { PageReader } from './page-reader.ts';

export interface Granted {
  readonly token: string;
  /** Seconds until it expires. */
  readonly seconds: number;
}

const CLIENT = 'supercargo-cli';
/** Nobody listens there: the answer is read from the redirect itself. */
const CALLBACK = 'http://127.0.0.1/callback';

/** An access token by the authorization code flow with PKCE, as `supercargo token` gets one. */
export async function tokenByCode(
  issuer: string,
  person: PageReader,
  resource: string,
  scope: string,
): Promise<Granted> {
  const verifier = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    ...{ response_type: 'code', client_id: CLIENT, redirect_uri: CALLBACK, resource, scope },
    ...{ state: randomBytes(16).toString('base64url'), code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const back = await person.allow(`${issuer}/auth?${asked.toString()}`);
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`no code: ${back.search}`);
  if (back.searchParams.get('state') !== asked.get('state')) throw new Error('the answer is to another request');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: CLIENT, redirect_uri: CALLBACK },
      ...{ code, code_verifier: verifier, resource },
    }),
  });
  const body = (await response.json()) as { readonly access_token?: string; readonly expires_in?: number };
  if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
  return { token: body.access_token, seconds: body.expires_in ?? 0 };
}
