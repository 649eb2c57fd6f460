import type { Clock } from '@supercargo/kernel';
import type { DeniedKeySource } from './keys/denied-keys.ts';
import type { NewKey } from './keys/issuer-keys.ts';
import type { ProofMemory } from './proof/proof-memory.ts';
import type { Reason } from './refusal.ts';

/** A sign-in that was refused, for the audit log and the metric. Nothing in it is the token's, but what was verified. */
export interface RefusedSignIn {
  readonly reason: Reason;
  /** The configured issuer that the token names; undefined for any other. */
  readonly issuer: string | undefined;
  /** The client, where the signature was verified. */
  readonly client: string | undefined;
  readonly address: string;
  /** Failures of this address within the window, this one included; addresses may share a count. */
  readonly failures: number;
}

/** Both or neither: replicas that accept each other's nonces would each accept one proof, unless they remember together. */
export interface Replicas {
  /** At least 32 random bytes. */
  readonly nonceSecret: Uint8Array;
  readonly proofMemory: ProofMemory;
}

/** Everything from outside that sign-ins use. */
export interface AuthDeps {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly randomBytes: (bytes: number) => Uint8Array;
  /** Keys that must not be trusted, asked for every few seconds; instead of those in the configured file. */
  readonly deniedKeys?: DeniedKeySource;
  /** Whether a token was revoked, asked on every request. One that throws refuses the request. */
  readonly isRevoked?: (issuer: string, tokenId: string) => Promise<boolean>;
  /** What replicas share, so that one accepts another's nonces. Absent: this process has its own. */
  readonly replicas?: Replicas;
  readonly onRefused: (refused: RefusedSignIn) => void;
  /** Runs before a new key is used, so that the audit log knows of it; a key that cannot be noted is not used. */
  readonly onNewKey: (key: NewKey) => void | Promise<void>;
  /** For faults that no caller is told about. */
  readonly onFault: (fault: unknown, where: string) => void;
}
