import { assert } from '@supercargo/kernel';
import type { LRUCache } from 'lru-cache';
import type { AuthDeps } from '../auth-deps.ts';
import type { AuthConfig } from '../config/auth-config.ts';
import type { Failures } from '../failures.ts';
import type { Presented } from '../identity.ts';
import type { Issuer } from '../issuer.ts';
import type { Nonces } from '../proof/nonces.ts';
import type { ProofMemory } from '../proof/proof-memory.ts';
import type { Finding } from '../refusal.ts';
import type { VerifiedToken } from '../verified-token.ts';

/** What one server's sign-ins keep between requests. */
export interface Desk {
  readonly config: AuthConfig;
  readonly deps: AuthDeps;
  readonly issuers: ReadonlyMap<string, Issuer>;
  /** Tokens that were verified, by the whole token; undefined where none are remembered. */
  readonly remembered: LRUCache<string, VerifiedToken> | undefined;
  readonly failures: Failures;
  readonly nonces: Nonces;
  readonly proofs: ProofMemory;
}

export interface Proven {
  readonly thumbprint: string;
  /** Names the proof among those of this address. */
  readonly name: string;
  readonly expiresAt: number;
}

interface Found {
  scheme: 'bearer' | 'dpop';
  token: string;
  verified: VerifiedToken;
  proven: Proven;
}

/** One request being signed in. */
export interface SignIn {
  readonly desk: Desk;
  readonly presented: Presented;
  /** Now, in seconds since the epoch. */
  readonly seconds: number;
  readonly found: Partial<Found>;
  /** What a refusal tells beside its reason. */
  readonly told: { issuer?: string; client?: string; retryAfter?: number };
}

export interface SignInStep {
  readonly name: string;
  readonly holds: string;
  readonly check: (signIn: SignIn) => Finding | Promise<Finding>;
}

/** What an earlier step left. */
export function foundIn<K extends keyof Found>({ found }: SignIn, what: K): Found[K] {
  const value = found[what];
  assert(value !== undefined, `a sign-in needs its ${what} before it is found`);
  return value;
}
