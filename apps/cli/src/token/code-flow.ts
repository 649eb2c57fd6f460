import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Refused } from '../fault.ts';
import { newCookieJar, type CookieJar } from './cookie-jar.ts';
import type { ProofKey } from './proof.ts';

export interface TokenRequest {
  readonly issuer: string;
  /** Such as `mara@acme`. */
  readonly account: string;
  readonly password: string;
  /** The resource indicator of the server that the token is for. */
  readonly resource: string;
  readonly scope: string;
  /** Binds the token to this key. */
  readonly proofKey: ProofKey | undefined;
}

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string().default(''),
  refresh_token: z.string().optional(),
});
export type TokenAnswer = z.output<typeof tokenAnswer>;

const CLIENT = 'supercargo-cli';
/** Nobody listens there: the answer is read from the redirect itself. RFC 8252 lets the port be any. */
const CALLBACK = 'http://127.0.0.1/callback';
const answerMs = 10_000;
const stepsMax = 8;

/**
 * Signs a person in as a browser would (authorization code with PKCE, RFC 7636): fills in the sign-in form and the consent form, and
 * exchanges the code. Throws a Refused where one of them is refused.
 */
export async function tokenByCodeFlow(request: TokenRequest): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const answer = await answerOf(request, authorizationRequest(request, verifier, state));
  const said = answer.searchParams;
  // RFC 9207: the answer comes from whom it was asked of.
  if (said.get('state') !== state || said.get('iss') !== request.issuer) {
    throw new Refused('the authorization server answered another request than ours');
  }
  const code = said.get('code');
  if (code === null) throw refused(said.get('error'), said.get('error_description'));
  return exchange(request, code, verifier);
}

function authorizationRequest({ issuer, resource, scope }: TokenRequest, verifier: string, state: string): string {
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const fields = new URLSearchParams({
    ...{ response_type: 'code', client_id: CLIENT, redirect_uri: CALLBACK, state, resource, scope },
    ...{ code_challenge, code_challenge_method: 'S256', prompt: 'login consent' },
  });
  return `${issuer}/auth?${fields.toString()}`;
}

/** Follows the redirects, fills in each form that is met, and answers the address that the client is sent back to. */
async function answerOf(request: TokenRequest, first: string): Promise<URL> {
  const jar = newCookieJar();
  let address = new URL(first);
  for (let step = 0; step < stepsMax; step += 1) {
    let response = await call(jar, address);
    if (response.status === 200) response = await submit(jar, address, await response.text(), request);
    const location = response.headers.get('location');
    if (location === null) throw await problemOf(response);
    address = new URL(location, address);
    if (address.href.startsWith(`${CALLBACK}?`)) return address;
    if (address.origin !== request.issuer) throw new Refused('the authorization server sent us elsewhere');
  }
  throw new Refused('the authorization server asks without end');
}

async function submit(jar: CookieJar, page: URL, text: string, { account, password }: TokenRequest): Promise<Response> {
  const [, action = ''] = /<form method="post" action="(\/interaction\/[\w-]+\/(?:login|consent))">/.exec(text) ?? [];
  if (action === '') throw new Refused('the authorization server shows a page that is no sign-in form');
  const fields = action.endsWith('/login') ? { name: account, password } : { decision: 'allow' };
  return call(jar, new URL(action, page), new URLSearchParams(fields));
}

async function call(jar: CookieJar, address: URL, form?: URLSearchParams): Promise<Response> {
  const response = await fetch(address, {
    headers: { cookie: jar.header(address.pathname) },
    redirect: 'manual',
    signal: AbortSignal.timeout(answerMs),
    ...(form === undefined ? {} : { method: 'POST', body: form }),
  });
  jar.keep(response);
  return response;
}

async function problemOf(response: Response): Promise<Refused> {
  if (response.status === 401) return new Refused('the sign-in was refused: the kept password is not theirs any more');
  if (response.status === 429) {
    return new Refused(`too many sign-ins; wait ${response.headers.get('retry-after') ?? 'some'} seconds`);
  }
  const [, problem = `status ${response.status}`] = /<p class="problem"[^>]*>([^<]*)/.exec(await response.text()) ?? [];
  return new Refused(`the authorization server refused: ${problem}`);
}

async function exchange(
  { issuer, resource, proofKey }: TokenRequest,
  code: string,
  code_verifier: string,
): Promise<TokenAnswer> {
  const address = `${issuer}/token`;
  const fields = { grant_type: 'authorization_code', client_id: CLIENT, redirect_uri: CALLBACK, code, code_verifier };
  const response = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, resource }),
    ...(proofKey === undefined ? {} : { headers: { dpop: proofKey.proof('POST', address) } }),
    redirect: 'error',
    signal: AbortSignal.timeout(answerMs),
  });
  const body: unknown = await response.json();
  const parsed = tokenAnswer.safeParse(body);
  if (response.ok && parsed.success) return parsed.data;
  const { error, error_description } = z
    .object({ error: z.string().default('no token'), error_description: z.string().default('') })
    .parse(body);
  throw refused(error, error_description);
}

function refused(error: string | null, description: string | null): Refused {
  return new Refused(`the authorization server refused: ${error ?? 'no code'}, ${description ?? 'without a reason'}`);
}
