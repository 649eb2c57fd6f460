import { assert, ok, refuse, type Result } from '@supercargo/kernel';
import { LRUCache } from 'lru-cache';
import type { AuthDeps } from './auth-deps.ts';
import { challenge } from './challenge.ts';
import { Scope, type AuthConfig } from './config/auth-config.ts';
import { Failures } from './failures.ts';
import type { AuthRefusal, Authenticator, Identity, Presented, UnmetControl } from './identity.ts';
import { openIssuer } from './issuer.ts';
import { DeniedKeys, deniedKeysFile } from './keys/denied-keys.ts';
import { metadataDocument, metadataPath } from './metadata.ts';
import { Nonces } from './proof/nonces.ts';
import { localProofMemory } from './proof/proof-memory.ts';
import { OUTSIDE, type Finding, type Outside, type Reason } from './refusal.ts';
import { signInSteps } from './sign-in/sign-in-steps.ts';
import { foundIn, type Desk, type SignIn } from './sign-in/sign-in.ts';

const SECRET_BYTES = 32;
const REMEMBERED_CHARACTERS_MAX = 32 * 1_024 * 1_024;

/** Those that say nothing against the caller: nothing was presented yet, or what failed is ours. */
const UNCOUNTED: ReadonlySet<Reason> = new Set([
  'no_credentials',
  'proof_nonce_wrong',
  'sign_ins_slowed',
  'deny_list_unreadable',
  'keys_unavailable',
  'revocation_unknown',
  'introspection_unknown',
  'proof_memory_unavailable',
]);

type Told = Pick<AuthRefusal, 'status' | 'error'>;
const WIRE: Readonly<Record<Outside, Told>> = {
  no_credentials: { status: 401, error: undefined },
  invalid_request: { status: 400, error: 'invalid_request' },
  invalid_token: { status: 401, error: 'invalid_token' },
  use_dpop_nonce: { status: 401, error: 'use_dpop_nonce' },
  invalid_dpop_proof: { status: 401, error: 'invalid_dpop_proof' },
  slowed: { status: 429, error: undefined },
};

async function refusalOf({ desk, presented, told }: SignIn, reason: Reason): Promise<AuthRefusal> {
  const { address } = presented;
  const { issuer, client, retryAfter } = told;
  const failures = UNCOUNTED.has(reason) ? 0 : await desk.failures.count(address);
  desk.deps.onRefused({ reason, issuer, client, address, failures });
  const { status, error } = WIRE[OUTSIDE[reason]];
  const dpopNonce = error === 'use_dpop_nonce' ? desk.nonces.issue() : undefined;
  return { status, error, reason, issuer, client, challenge: challenge(desk.config, error), dpopNonce, retryAfter };
}

async function firstReason(signIn: SignIn): Promise<Finding> {
  for (const { check } of signInSteps) {
    const found = check(signIn);
    const reason = found instanceof Promise ? await found : found;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

async function authenticate(desk: Desk, presented: Presented): Promise<Result<Identity, AuthRefusal>> {
  const seconds = Math.floor(desk.deps.clock().getTime() / 1_000);
  const signIn: SignIn = { desk, presented, seconds, found: {}, told: {} };
  const reason = await firstReason(signIn);
  if (reason !== undefined) return refuse(await refusalOf(signIn, reason));
  const { identity, boundTo } = foundIn(signIn, 'verified');
  return ok({ ...identity, confirmation: boundTo });
}

function openDesk(config: AuthConfig, deps: AuthDeps, denied: DeniedKeys | undefined, signal: AbortSignal): Desk {
  const { rememberedTokensMax } = config;
  const remembered = { max: rememberedTokensMax, maxSize: REMEMBERED_CHARACTERS_MAX };
  return {
    config,
    deps,
    issuers: new Map(config.issuers.map((one) => [one.issuer, openIssuer(one, config, deps, denied, signal)])),
    remembered:
      rememberedTokensMax === 0
        ? undefined
        : new LRUCache({ ...remembered, sizeCalculation: (_verified, token: string) => token.length }),
    failures: new Failures(config.failures, deps.randomBytes(SECRET_BYTES)),
    nonces: new Nonces(deps.replicas?.nonceSecret ?? deps.randomBytes(SECRET_BYTES), deps.clock),
    proofs: deps.replicas?.proofMemory ?? localProofMemory(deps.clock),
  };
}

/**
 * Verifies who calls one MCP server (RFC 6750, RFC 8707, RFC 9068, RFC 8725). It begins to fetch the issuers' keys at once;
 * `unmet` says when they are there. Every refusal is a value; what throws is a fault, and lets nobody in.
 *
 * It does not decide what the caller may do, and does not look whether `person` is known.
 */
export function createAuthenticator(config: AuthConfig, deps: AuthDeps): Authenticator {
  const closing = new AbortController();
  const inFile = config.deniedKeysFile === undefined ? undefined : deniedKeysFile(config.deniedKeysFile);
  const list = deps.deniedKeys ?? inFile;
  const denied = list === undefined ? undefined : new DeniedKeys(list, deps.clock, deps.onFault);
  const desk = openDesk(config, deps, denied, closing.signal);
  const listUnmet = (): readonly UnmetControl[] => {
    void denied?.refresh();
    const unread = { control: 'keys', problem: 'the list of denied keys cannot be read' } as const;
    return denied?.readable() === false ? [unread] : [];
  };
  listUnmet();
  return {
    authenticate: (presented) => authenticate(desk, presented),
    insufficientScope: (scopes) => {
      assert(scopes.length > 0 && scopes.every((scope) => Scope.safeParse(scope).success), 'a challenge names scopes');
      return challenge(config, 'insufficient_scope', scopes);
    },
    metadata: { path: metadataPath(config.resource), document: metadataDocument(config) },
    unmet: () => [...[...desk.issuers.values()].flatMap((issuer) => issuer.unmet()), ...listUnmet()],
    close: async () => {
      closing.abort();
      desk.remembered?.clear();
    },
  };
}
