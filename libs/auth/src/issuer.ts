import { assert, type Result } from '@supercargo/kernel';
import { LRUCache } from 'lru-cache';
import type { AuthDeps } from './auth-deps.ts';
import type { AuthConfig } from './config/auth-config.ts';
import type { Algorithm, IssuerConfig } from './config/issuer-config.ts';
import type { AdmittedKey } from './keys/admit-key.ts';
import type { DeniedKeys } from './keys/denied-keys.ts';
import { discoverKeys } from './keys/discover.ts';
import { fetchDocument, type DocumentRequest } from './keys/fetch-document.ts';
import { IssuerKeys } from './keys/issuer-keys.ts';
import { readKeySet, type KeySet } from './keys/key-set.ts';
import type { UnmetControl } from './identity.ts';
import type { Finding, Reason } from './refusal.ts';
import { introspect } from './revocation/introspect.ts';
import { openRevokedTokens, type RevokedTokens } from './revocation/revoked-tokens.ts';
import type { VerifiedToken } from './verified-token.ts';

/** One issuer at work: its terms, its keys, and its word on whether a token still holds. */
export interface Issuer {
  readonly config: IssuerConfig;
  readonly audiences: ReadonlySet<string>;
  /** The key of that id, if it may be trusted now. */
  readonly trustedKey: (keyId: string, algorithm: Algorithm) => Promise<Result<AdmittedKey, Reason>>;
  /** What the issuer says of a verified token, where it is asked. */
  readonly introspect: (verified: VerifiedToken) => Promise<Finding>;
  /** What is revoked of its tokens; undefined where no list is configured. */
  readonly revoked: RevokedTokens | undefined;
  /** What is not as it should be. Starts fetching keys, and reading the list, where that is due. */
  readonly unmet: () => readonly UnmetControl[];
}

type Request = Omit<DocumentRequest, 'url'>;

function keySource(config: IssuerConfig, development: boolean, request: Request, deps: AuthDeps): IssuerKeys {
  let discovered: string | undefined;
  const fetchKeys = async (): Promise<KeySet> => {
    const url = config.jwksUri ?? discovered ?? (await discoverKeys(config.issuer, development, request));
    discovered = undefined;
    const { keys, exposed } = await readKeySet(await fetchDocument({ ...request, url }), config.algorithms);
    if (exposed) deps.onFault(new Error('the private part of a key is published'), `the keys of ${config.issuer}`);
    // Kept only while it leads to keys: an issuer that moves them is asked again.
    discovered = url;
    return keys;
  };
  const { clock, onNewKey, onFault } = deps;
  return new IssuerKeys({ issuer: config.issuer, clock, fetchKeys, onNewKey, onFault });
}

function introspection({ introspection: asked }: IssuerConfig, server: AuthConfig, request: Request, deps: AuthDeps) {
  const askedAt = new LRUCache<string, number>({ max: Math.max(1, server.rememberedTokensMax) });
  const cacheMs = asked.consult === 'cache' ? asked.cacheSeconds * 1_000 : 0;
  return async (verified: VerifiedToken): Promise<Finding> => {
    if (asked.consult === 'none') return undefined;
    const now = deps.clock().getTime();
    const earlier = askedAt.get(verified.token);
    if (earlier !== undefined && Math.abs(now - earlier) < cacheMs) return undefined;
    askedAt.delete(verified.token);
    const finding = await introspect(asked, verified, request, deps.onFault);
    if (finding === undefined && cacheMs > 0) askedAt.set(verified.token, now);
    return finding;
  };
}

/** Begins to fetch the keys of one issuer. */
export function openIssuer(
  config: IssuerConfig,
  server: AuthConfig,
  deps: AuthDeps,
  denied: DeniedKeys | undefined,
  signal: AbortSignal,
): Issuer {
  const request: Request = { fetch: deps.fetch, signal };
  const keys = keySource(config, server.development, request, deps);
  const revoked = openRevokedTokens(config, deps);
  const unmet = (): readonly UnmetControl[] => {
    void keys.refresh();
    const old: UnmetControl = { control: 'keys', problem: `no keys of ${config.issuer} that may still be used` };
    const unread = {
      control: 'revocations',
      problem: `the revocation list of ${config.issuer} cannot be read`,
    } as const;
    return [...(keys.usable() ? [] : [old]), ...(revoked?.readable() === false ? [unread] : [])];
  };
  unmet();
  return {
    config,
    audiences: new Set(config.audiences ?? [server.resource]),
    trustedKey: async (keyId, algorithm) => {
      const reason = await denied?.check({ issuer: config.issuer, keyId });
      if (reason !== undefined) return { ok: false, refusal: reason };
      const found = await keys.find(keyId, algorithm);
      assert(!found.ok || found.value.key.type === 'public', 'a key that verifies is public');
      return found;
    },
    introspect: introspection(config, server, request, deps),
    ...{ revoked, unmet },
  };
}
