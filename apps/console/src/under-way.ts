import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@supercargo/kernel';

/** A sign-in that was begun: what its answer is held to, and where it goes on. */
export interface UnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

/** What its browser keeps of it; the state comes back with the answer. */
interface Kept extends Omit<UnderWay, 'state'> {
  readonly endsAt: number;
}

export interface SignIns {
  /** Begins it, and answers what its browser keeps. */
  begin(signIn: UnderWay): string;
  /** Gives it up for this answer, once; undefined for another browser, a second time, or too late. */
  take(state: string, kept: string): UnderWay | undefined;
}

export const signInSeconds = 600;
const usedMax = 5_000;
const sealCharacters = 43;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(hashOf(one), hashOf(other));

/**
 * Sign-ins under way. Each is kept by the browser that began it, sealed by this process for its state, so that whoever begins any number of
 * them pushes out nobody's. The seal hides nothing: who has what it seals can finish that sign-in anyway. Here is only which were used; of
 * too many the oldest is forgotten, whose code the issuer still takes once (RFC 6749 §4.1.2).
 */
export function newSignIns(clock: Clock): SignIns {
  const key = randomBytes(32);
  const used = new Map<string, number>();
  const sealed = (state: string, text: string): string =>
    `${createHmac('sha256', key).update(`${state} ${text}`).digest('base64url')}${text}`;
  const isFirstUse = (state: string, endsAt: number): boolean => {
    if (used.has(state)) return false;
    for (const [other, end] of used) {
      if (end > clock().getTime() && used.size < usedMax) break;
      used.delete(other);
    }
    used.set(state, endsAt);
    return true;
  };
  return {
    begin: ({ state, ...rest }) => {
      const kept: Kept = { ...rest, endsAt: clock().getTime() + signInSeconds * 1_000 };
      return sealed(state, Buffer.from(JSON.stringify(kept)).toString('base64url'));
    },
    take: (state, given) => {
      const text = given.slice(sealCharacters);
      // Another browser's try does not use it up: who saw an address in passing cannot spoil somebody's sign-in with it.
      if (!isSame(given, sealed(state, text))) return undefined;
      const { endsAt, ...rest } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Kept;
      return endsAt > clock().getTime() && isFirstUse(state, endsAt) ? { state, ...rest } : undefined;
    },
  };
}
