import {
  createAuthenticator,
  readAuthConfig,
  type AuthConfigInput,
  type AuthDeps,
  type AuthRefusal,
  type Authenticator,
  type NewKey,
  type Presented,
  type RefusedSignIn,
} from '@supercargo/auth';
import { randomBytes } from 'node:crypto';
import { tokenMint, type MintSettings, type TokenMint } from './token-mint.ts';

/** The resource identifier of the server on this stage. */
export const STAGE_RESOURCE = 'https://inventory.example/mcp';

type IssuerInput = AuthConfigInput['issuers'][number];

export interface SignInSettings {
  readonly server?: Partial<AuthConfigInput>;
  readonly issuer?: Partial<IssuerInput>;
  readonly mint?: Partial<MintSettings>;
  readonly deps?: Partial<AuthDeps>;
}

/** One server's authenticator with the authorization server that it trusts, and a clock that a test moves. */
export interface SignInStage extends AsyncDisposable {
  readonly mint: TokenMint;
  readonly authenticator: Authenticator;
  readonly clock: () => Date;
  readonly advance: (seconds: number) => void;
  readonly present: (token: string, over?: Partial<Presented>) => Presented;
  /** `ok`, or why a request with this token is refused. */
  readonly ask: (token: string, over?: Partial<Presented>) => Promise<string>;
  /** The refusal that a request gets; fails for one that is let in. */
  readonly refusal: (presented: Presented) => Promise<AuthRefusal>;
  readonly refused: readonly RefusedSignIn[];
  readonly newKeys: readonly NewKey[];
  readonly faults: readonly string[];
}

function present(token: string, over: Partial<Presented> = {}): Presented {
  const good = { dpop: [], method: 'POST', url: STAGE_RESOURCE, elsewhere: false, certificate: undefined };
  return { authorization: [`Bearer ${token}`], address: '192.0.2.1', ...good, ...over };
}

function authenticatorOf(mint: TokenMint, settings: SignInSettings, deps: AuthDeps): Authenticator {
  const config = readAuthConfig({
    resource: STAGE_RESOURCE,
    baselineScope: 'test:read',
    scopesSupported: ['test:read', 'test:write'],
    development: true,
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri, ...settings.issuer }],
    ...settings.server,
  });
  if (!config.ok) throw new Error(`the stage's configuration is refused: ${config.refusal.join('; ')}`);
  return createAuthenticator(config.value, deps);
}

/** The authenticator has its first keys when this is there, unless its issuer was made not to give any. */
export async function signInStage(settings: SignInSettings = {}): Promise<SignInStage> {
  const time = { ms: Date.now() };
  const clock = (): Date => new Date(time.ms);
  const mint = await tokenMint({ audience: STAGE_RESOURCE, clock, ...settings.mint });
  const refused: RefusedSignIn[] = [];
  const newKeys: NewKey[] = [];
  const faults: string[] = [];
  const authenticator = authenticatorOf(mint, settings, {
    ...{ clock, fetch: globalThis.fetch, randomBytes },
    onRefused: (one) => refused.push(one),
    onNewKey: (key) => void newKeys.push(key),
    onFault: (fault, where) => faults.push(`${where} ${fault instanceof Error ? fault.message : 'threw no error'}`),
    ...settings.deps,
  });
  while (authenticator.unmet().length > 0 && faults.length === 0) await new Promise((done) => setTimeout(done, 2));
  const refusal = async (presented: Presented): Promise<AuthRefusal> => {
    const answer = await authenticator.authenticate(presented);
    if (answer.ok) throw new Error('this request was let in');
    return answer.refusal;
  };
  return {
    mint,
    authenticator,
    clock,
    advance: (seconds) => (time.ms += seconds * 1_000),
    present,
    ask: async (token, over) => {
      const answer = await authenticator.authenticate(present(token, over));
      return answer.ok ? 'ok' : answer.refusal.reason;
    },
    refusal,
    refused,
    newKeys,
    faults,
    [Symbol.asyncDispose]: async () => {
      await authenticator.close();
      await mint.close();
    },
  };
}
