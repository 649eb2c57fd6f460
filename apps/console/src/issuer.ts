import type { Clock } from '@supercargo/kernel';
import * as oidc from 'openid-client';
import { isAcceptedAddress } from './address.ts';
import type { ConsoleSettings } from './settings.ts';
import type { UnderWay } from './under-way.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What the issuer's answer comes to: who signed in, that nobody did and why (for the log), or that it cannot be asked now. */
export type Answer = { readonly claims: Claims } | { readonly refused: string } | { readonly away: unknown };

/** A sign-in to begin: its address at the issuer, and what its answer will be held to. */
export type Begun = { readonly address: string; readonly signIn: UnderWay } | { readonly away: unknown };

export interface Issuer {
  begin(returnTo: string): Promise<Begun>;
  /** Exchanges the code in the query of a callback, and verifies the ID token that it gives. */
  finish(query: string, signIn: UnderWay): Promise<Answer>;
}

const answerSeconds = 10;
const discoveredMs = 60 * 60 * 1_000;
/**
 * Who opens the console types their password, though the issuer may know the browser from before: whoever sits there next would else decide
 * in the name of who sat there. Some time may pass between the password and the way back.
 */
const signedInSecondsMax = 300;

const SCOPE = 'openid company';

/** The issuer, looked up when somebody signs in: one that is away stops neither the start nor those who are signed in. */
export function issuerOf(settings: ConsoleSettings, clock: Clock): Issuer {
  const redirectUri = `${settings.origin}/callback`;
  let known: { readonly at: number; readonly found: Promise<oidc.Configuration> } | undefined;
  const configuration = async (): Promise<oidc.Configuration> => {
    const now = clock().getTime();
    if (known === undefined || now - known.at > discoveredMs) known = { at: now, found: discover(settings) };
    const { found } = known;
    try {
      return await found;
    } catch (error) {
      // The next one asks again.
      if (known.found === found) known = undefined;
      throw error;
    }
  };
  return {
    begin: async (returnTo) => {
      try {
        const signIn = newSignIn(returnTo);
        const parameters = {
          ...{ redirect_uri: redirectUri, scope: SCOPE, state: signIn.state, nonce: signIn.nonce },
          ...{ code_challenge: await oidc.calculatePKCECodeChallenge(signIn.verifier), code_challenge_method: 'S256' },
          ...{ prompt: 'login', max_age: signedInSecondsMax.toString() },
        };
        return { address: oidc.buildAuthorizationUrl(await configuration(), parameters).href, signIn };
      } catch (away) {
        return { away };
      }
    },
    finish: async (query, signIn) => {
      const callback = new URL(redirectUri);
      callback.search = query;
      try {
        return await claimsOf(await configuration(), callback, signIn);
      } catch (away) {
        return { away };
      }
    },
  };
}

function newSignIn(returnTo: string): UnderWay {
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  return { state, nonce, verifier, returnTo };
}

/** Throws where the issuer cannot be asked, or names an address of its own that we would send nobody to. */
async function discover({
  issuer,
  client_id: id,
  client_secret: secret,
}: ConsoleSettings): Promise<oidc.Configuration> {
  const isPlain = issuer.startsWith('http:');
  const found = await oidc.discovery(new URL(issuer), id, {}, oidc.ClientSecretBasic(secret), {
    timeout: answerSeconds,
    execute: [
      // The token endpoint is believed for its TLS by default: we look at the signature as well.
      oidc.enableNonRepudiationChecks,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed: the settings take http on this machine only
      ...(isPlain ? [oidc.allowInsecureRequests] : []),
    ],
  });
  const { authorization_endpoint: first, token_endpoint: second, jwks_uri: third } = found.serverMetadata();
  const isMissing = [first, second, third].some((address) => address === undefined || !isAcceptedAddress(address));
  if (isMissing) throw new Error('the issuer names an endpoint that is neither https nor on this machine');
  return found;
}

async function claimsOf(configuration: oidc.Configuration, callback: URL, signIn: UnderWay): Promise<Answer> {
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
      ...{ expectedState: signIn.state, expectedNonce: signIn.nonce, pkceCodeVerifier: signIn.verifier },
      ...{ maxAge: signedInSecondsMax, idTokenExpected: true },
    });
    const claims = tokens.claims();
    return claims === undefined ? { refused: 'no ID token' } : { claims };
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
      return { refused: error.error };
    }
    if (!(error instanceof oidc.ClientError) || AWAY.has(error.code ?? '')) return { away: error };
    return { refused: `${error.message} (${error.code ?? 'no code'})` };
  }
}

/** What says that the issuer could not be asked, rather than that its answer is wrong. */
const AWAY: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);
