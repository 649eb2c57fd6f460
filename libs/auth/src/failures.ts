import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { AuthConfig } from './config/auth-config.ts';

/** Addresses share this many counts, so that no number of addresses fills the memory. */
const COUNTS_BITS = 16;
const LOOK_SECONDS = 1;

/** An IPv6 address stands for its /64, which one customer of a provider has whole; an IPv4 address for itself. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** Failed sign-ins by address. Past a threshold, tokens that were not seen before are looked at once a second. */
export class Failures {
  readonly #counts: RateLimiterMemory;
  readonly #looks: RateLimiterMemory;
  readonly #slowAfter: number;
  readonly #secret: Uint8Array;

  constructor({ slowAfter, windowSeconds }: AuthConfig['failures'], secret: Uint8Array) {
    this.#slowAfter = slowAfter;
    this.#secret = secret;
    this.#counts = new RateLimiterMemory({ keyPrefix: 'failures', points: slowAfter, duration: windowSeconds });
    this.#looks = new RateLimiterMemory({ keyPrefix: 'looks', points: 1, duration: LOOK_SECONDS });
  }

  /** Seconds to wait, or undefined for an address whose next token is looked at. */
  async slowed(address: string): Promise<number | undefined> {
    const key = this.#keyOf(address);
    const counted = await this.#counts.get(key);
    if (counted === null || counted.consumedPoints < this.#slowAfter) return undefined;
    try {
      await this.#looks.consume(key);
      return undefined;
    } catch (limited) {
      if (!(limited instanceof RateLimiterRes)) throw limited;
      return Math.max(1, Math.ceil(limited.msBeforeNext / 1_000));
    }
  }

  /** Counts one more, and says how many there are. */
  async count(address: string): Promise<number> {
    return (await this.#counts.penalty(this.#keyOf(address), 1)).consumedPoints;
  }

  /** Keyed, so that nobody can choose an address that shares another's count. */
  #keyOf(address: string): string {
    const digest = createHmac('sha256', this.#secret).update(networkOf(address)).digest();
    return (digest.readUInt32BE(0) >>> (32 - COUNTS_BITS)).toString(16);
  }
}
