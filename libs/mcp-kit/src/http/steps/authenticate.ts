import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { AuthRefusal, Identity, Presented } from '@supercargo/auth';
import type { RemotePrincipal } from '../../runtime.ts';
import { foundOf, HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** SHA-256 of the client's certificate (RFC 8705 §3.1); undefined where it presented none. */
function certificateOf({ request }: HttpCall): string | undefined {
  if (!(request.socket instanceof TLSSocket)) return undefined;
  const { raw } = request.socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw === undefined ? undefined : createHash('sha256').update(raw).digest('base64url');
}

function presentedBy(call: HttpCall): Presented {
  const { request } = call;
  return {
    authorization: valuesOf(request, 'authorization'),
    dpop: valuesOf(request, 'dpop'),
    method: request.method ?? '',
    url: `${foundOf(call, 'origin')}${foundOf(call, 'path')}`,
    elsewhere: /[?&]access_token=/i.test(request.url ?? ''),
    certificate: call.site.options.tls?.askClients === true ? certificateOf(call) : undefined,
    address: request.socket.remoteAddress ?? '',
  };
}

function principalOf(identity: Identity): RemotePrincipal {
  const { tenant, person, client, scopes, customer, roles } = identity;
  const limit = identity.rolesLimit ? { limitedTo: roles } : {};
  // The agent is whatever the client's id says it is, until attestation proves more.
  return { tenant, person, via: 'oauth', agent: client, client, scopes, customer, ...limit };
}

const WORDS: Readonly<Record<AuthRefusal['status'], string>> = {
  400: 'The request is malformed.',
  401: 'Sign in: a valid access token for this server is needed.',
  429: 'Too many sign-ins from here have failed; wait before the next.',
};

function refusalOf(refusal: AuthRefusal): HttpRefusal {
  const { status, reason, error, issuer, client, challenge, dpopNonce, retryAfter } = refusal;
  const headers = {
    'www-authenticate': challenge,
    ...(dpopNonce === undefined ? {} : { 'dpop-nonce': dpopNonce }),
    ...(retryAfter === undefined ? {} : { 'retry-after': Math.ceil(retryAfter).toString() }),
  };
  const message = WORDS[status];
  // Which check refused is for the log: a caller is told no more than the challenge says.
  const data = { reason: error ?? reason };
  return { status, reason, jsonRpcCode: HTTP_CODE, message, data, headers, token: { issuer, client } };
}

/** Who calls, by the token of this request and nothing else: no session, no connection and no address proves anything. */
export async function authenticate(call: HttpCall): Promise<HttpRefusal | undefined> {
  const answer = await call.site.authenticator.authenticate(presentedBy(call));
  if (!answer.ok) return refusalOf(answer.refusal);
  call.found.identity = answer.value;
  call.found.principal = principalOf(answer.value);
  return undefined;
}
