import { TOKEN_BYTES_MAX } from '../token/bound-size.ts';
import type { SignInStep } from './sign-in.ts';

const SCHEMES = { bearer: 'bearer', dpop: 'dpop' } as const;
const SCHEME_CHARACTERS_MAX = 16;
/** RFC 6750 §2.1 `b64token`; RFC 9449 §7.1 `token68`. */
const TOKEN = /^ +([A-Za-z0-9._~+/-]+=*)$/;

function schemeOf(authorization: string): 'bearer' | 'dpop' | undefined {
  const written = /^[A-Za-z]+/.exec(authorization.slice(0, SCHEME_CHARACTERS_MAX))?.[0].toLowerCase();
  return written === 'bearer' || written === 'dpop' ? SCHEMES[written] : undefined;
}

/** Another scheme is no credential here (RFC 6750 §3.1): its caller is told which ones are. */
export const readCredentials: SignInStep = {
  name: 'credentials',
  holds: 'one `Authorization` header, `Bearer` or `DPoP`, and a token of the allowed characters; none in query or body',
  check: ({ presented, found }) => {
    if (presented.elsewhere) return 'presented_elsewhere';
    const [authorization, ...more] = presented.authorization;
    if (authorization === undefined) return 'no_credentials';
    if (more.length > 0) return 'several_authorizations';
    const scheme = schemeOf(authorization);
    if (scheme === undefined) return 'no_credentials';
    if (authorization.length > TOKEN_BYTES_MAX + SCHEME_CHARACTERS_MAX) return 'token_too_long';
    const token = TOKEN.exec(authorization.slice(scheme.length))?.[1];
    if (token === undefined) return 'authorization_malformed';
    Object.assign(found, { scheme, token });
    return undefined;
  },
};
