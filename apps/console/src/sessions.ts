import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, TenantId } from '@supercargo/kernel';

/** Who signed in, as the issuer said and the database knows them. */
export interface Viewer {
  readonly tenant: TenantId;
  readonly person: string;
  readonly roles: readonly string[];
  readonly signedInAt: Date;
}

/** What came of a decision that was not taken, for the page that is shown next. */
export interface Said {
  readonly requestId: string;
  readonly text: string;
  readonly mustSignInAgain: boolean;
}

/** One browser in which somebody is signed in. */
export interface Session extends Viewer {
  /** What the next page about this request has to say first, once. */
  said: Said | undefined;
  /** In each form of this session, and in no other's. */
  readonly formToken: string;
  /** Whether this came with a form of this session. Takes as long for every wrong one. */
  isFormToken(given: string): boolean;
}

interface Kept extends Session {
  readonly startedAt: number;
  seenAt: number;
}

export interface Sessions {
  /** Begins one, and answers the id that the browser keeps; here is its hash alone. */
  open(viewer: Viewer): string;
  find(id: string): Session | undefined;
  close(id: string): void;
}

const idleMs = 30 * 60 * 1_000;
const lifeMs = 8 * 60 * 60 * 1_000;
const sessionsMax = 2_000;
const sessionsOfPersonMax = 10;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const keyOf = (id: string): string => hashOf(id).toString('base64url');

/** Sessions of this process alone: they end with it. The least recently seen go where there are too many, of one person or of all. */
export function newSessions(clock: Clock): Sessions {
  // In the order in which they were last seen.
  const kept = new Map<string, Kept>();
  const now = (): number => clock().getTime();
  const isOver = ({ startedAt, seenAt }: Kept): boolean => now() - seenAt >= idleMs || now() - startedAt >= lifeMs;

  const makeRoom = ({ tenant, person }: Viewer): void => {
    for (const [key, session] of kept) if (isOver(session)) kept.delete(key);
    const theirs = [...kept].filter(([, session]) => session.tenant === tenant && session.person === person);
    for (const [key] of theirs.slice(0, Math.max(0, theirs.length - sessionsOfPersonMax + 1))) kept.delete(key);
    const [oldest] = kept.keys();
    if (kept.size >= sessionsMax && oldest !== undefined) kept.delete(oldest);
  };

  return {
    open: (viewer) => {
      makeRoom(viewer);
      const id = randomBytes(32).toString('base64url');
      const formToken = randomBytes(32).toString('base64url');
      kept.set(keyOf(id), {
        ...{ ...viewer, formToken, said: undefined, startedAt: now(), seenAt: now() },
        isFormToken: (given) => timingSafeEqual(hashOf(given), hashOf(formToken)),
      });
      return id;
    },
    find: (id) => {
      const key = keyOf(id);
      const session = kept.get(key);
      if (session === undefined) return undefined;
      kept.delete(key);
      if (isOver(session)) return undefined;
      session.seenAt = now();
      kept.set(key, session);
      return session;
    },
    close: (id) => void kept.delete(keyOf(id)),
  };
}
