import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@supercargo/kernel';

/** A sign-in that was begun: what its answer is held to, and where it goes on. */
export interface UnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

interface Begun extends UnderWay {
  /** Of what the browser keeps that began it. */
  readonly hash: Buffer;
  readonly endsAt: number;
}

export interface SignIns {
  /** Remembers it and answers the secret that its browser keeps. */
  begin(signIn: UnderWay): string;
  /** Gives it up for this answer, once; undefined for another browser, a second time, or too late. */
  take(state: string, secret: string): UnderWay | undefined;
}

export const signInSeconds = 600;
const underWayMax = 5_000;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Sign-ins under way, by their state. Where there are too many, the oldest goes: whoever floods them cannot keep one that is a few seconds old. */
export function newSignIns(clock: Clock): SignIns {
  const begun = new Map<string, Begun>();
  return {
    begin: (signIn) => {
      const secret = randomBytes(32).toString('base64url');
      for (const [state, { endsAt }] of begun) {
        if (endsAt > clock().getTime() && begun.size < underWayMax) break;
        begun.delete(state);
      }
      begun.set(signIn.state, { ...signIn, hash: hashOf(secret), endsAt: clock().getTime() + signInSeconds * 1_000 });
      return secret;
    },
    take: (state, secret) => {
      const found = begun.get(state);
      // Another browser's try does not use it up: who saw an address in passing cannot spoil somebody's sign-in with it.
      if (found === undefined || !timingSafeEqual(found.hash, hashOf(secret))) return undefined;
      begun.delete(state);
      return found.endsAt > clock().getTime() ? found : undefined;
    },
  };
}
