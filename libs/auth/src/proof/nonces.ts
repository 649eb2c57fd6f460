import type { Clock } from '@supercargo/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeStrictly } from '../token/strict-base64url.ts';

const TIME_BYTES = 6;
const SEAL_BYTES = 16;
const KEY_SECONDS = 600;
const AGE_SECONDS_MAX = 300;
/** How far ahead another replica's clock may be. */
const AHEAD_SECONDS_MAX = 60;

/**
 * Nonces for proofs of possession (RFC 9449 §9): the time at which one was given out, sealed with a key that follows from the
 * secret and changes every ten minutes. Nothing is kept; whoever has the secret accepts another's.
 */
export class Nonces {
  readonly #secret: Uint8Array;
  readonly #clock: Clock;

  constructor(secret: Uint8Array, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  issue(): string {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(this.#seconds(), 0, TIME_BYTES);
    return Buffer.concat([time, this.#seal(time)]).toString('base64url');
  }

  /** Whether it is one of ours, given out in the last five minutes. */
  accepts(nonce: string): boolean {
    const bytes = nonce.length > 64 ? undefined : decodeStrictly(nonce);
    if (bytes?.length !== TIME_BYTES + SEAL_BYTES) return false;
    const time = bytes.subarray(0, TIME_BYTES);
    const ageSeconds = this.#seconds() - time.readUIntBE(0, TIME_BYTES);
    if (ageSeconds > AGE_SECONDS_MAX || ageSeconds < -AHEAD_SECONDS_MAX) return false;
    return timingSafeEqual(bytes.subarray(TIME_BYTES), this.#seal(time));
  }

  #seconds(): number {
    return Math.floor(this.#clock().getTime() / 1000);
  }

  #seal(time: Buffer): Buffer {
    const period = Math.floor(time.readUIntBE(0, TIME_BYTES) / KEY_SECONDS);
    const key = createHmac('sha256', this.#secret).update(`DPoP nonce ${period}`).digest();
    return createHmac('sha256', key).update(time).digest().subarray(0, SEAL_BYTES);
  }
}
