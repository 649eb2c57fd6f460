import { ok, refuse, type Clock, type Result } from '@supercargo/kernel';
import type { Algorithm } from '../config/issuer-config.ts';
import type { AdmittedKey } from './admit-key.ts';
import type { KeySet } from './key-set.ts';

/** After how long keys are fetched again, while the ones at hand are used. */
const FRESH_MS = 5 * 60_000;
/** After how long an idle server asks before it trusts what it has. */
const IDLE_MS = 10 * 60_000;
/** How long keys are trusted while their issuer does not answer. */
const STALE_MS_MAX = 60 * 60_000;
/** The least time between two fetches, whatever key ids arrive; and while there are no keys at all. */
const RETRY_MS = 30_000;
const FIRST_RETRY_MS = 1_000;

/** A key that this process had not seen. `first` tells the ones it began with from those that came later. */
export interface NewKey {
  readonly issuer: string;
  readonly keyId: string;
  readonly thumbprint: string;
  readonly first: boolean;
}

export interface KeySource {
  readonly issuer: string;
  readonly clock: Clock;
  /** Fetches and reads the keys of the issuer, within a bounded time. */
  readonly fetchKeys: () => Promise<KeySet>;
  /** Runs before a new key is used: one that cannot be noted is not trusted. */
  readonly onNewKey: (key: NewKey) => void | Promise<void>;
  readonly onFault: (fault: unknown, where: string) => void;
}

/** The keys of one issuer: cached, refreshed while they are used, kept for a while when the issuer is down. */
export class IssuerKeys {
  readonly #source: KeySource;
  readonly #seen = new Set<string>();
  #keys: KeySet = new Map();
  #fetchedAt: number | undefined;
  #attemptedAt: number | undefined;
  #failed = false;
  #flight: Promise<void> | undefined;

  constructor(source: KeySource) {
    this.#source = source;
  }

  /** The key of that id for that algorithm. An unknown id makes one fetch for all who wait, at most every 30 s. */
  async find(keyId: string, algorithm: Algorithm): Promise<Result<AdmittedKey, 'key_unknown' | 'keys_unavailable'>> {
    const waiting = this.refresh();
    if (waiting !== undefined) await waiting;
    if (!this.#keys.has(keyId)) await this.#attempt();
    if (!this.usable()) return refuse('keys_unavailable');
    const key = this.#keys.get(keyId)?.get(algorithm);
    return key === undefined ? refuse('key_unknown') : ok(key);
  }

  /** Starts a fetch where one is due. Gives it only to those who must not go on without it. */
  refresh(): Promise<void> | undefined {
    const age = this.#age();
    if (age <= FRESH_MS) return undefined;
    const flight = this.#attempt();
    return age > STALE_MS_MAX || (age > IDLE_MS && !this.#failed) ? flight : undefined;
  }

  /** Whether the keys at hand may still be used. */
  usable(): boolean {
    return this.#age() <= STALE_MS_MAX;
  }

  #age(): number {
    // A clock set back must not make keys young.
    return this.#fetchedAt === undefined ? Infinity : Math.abs(this.#source.clock().getTime() - this.#fetchedAt);
  }

  #attempt(): Promise<void> | undefined {
    if (this.#flight !== undefined) return this.#flight;
    const now = this.#source.clock().getTime();
    const retryMs = this.#fetchedAt === undefined ? FIRST_RETRY_MS : RETRY_MS;
    if (this.#attemptedAt !== undefined && Math.abs(now - this.#attemptedAt) < retryMs) return undefined;
    this.#attemptedAt = now;
    this.#flight = this.#fetch().finally(() => (this.#flight = undefined));
    return this.#flight;
  }

  async #fetch(): Promise<void> {
    try {
      const keys = await this.#source.fetchKeys();
      await this.#note(keys);
      this.#keys = keys;
      this.#fetchedAt = this.#source.clock().getTime();
      this.#failed = false;
    } catch (failure) {
      this.#failed = true;
      this.#source.onFault(failure, `the keys of ${this.#source.issuer}`);
    }
  }

  async #note(keys: KeySet): Promise<void> {
    const first = this.#fetchedAt === undefined;
    for (const [keyId, byAlgorithm] of keys) {
      for (const { thumbprint } of byAlgorithm.values()) {
        const name = `${thumbprint} ${keyId}`;
        if (this.#seen.has(name)) continue;
        await this.#source.onNewKey({ issuer: this.#source.issuer, keyId, thumbprint, first });
        this.#seen.add(name);
      }
    }
  }
}
