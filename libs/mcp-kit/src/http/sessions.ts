import { randomBytes } from 'node:crypto';
import type { RemotePrincipal } from '../runtime.ts';
import type { HttpBounds } from './http-options.ts';
import { Session, type SessionParts } from './session.ts';

type SessionBounds = Pick<HttpBounds, 'sessionsMax' | 'sessionsTotalMax' | 'sessionIdleMs'>;

/** The sessions of one process, bounded for each caller and together. An idle one ends by itself. */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #bounds: SessionBounds;
  readonly #open = new Map<string, Session>();
  readonly #sweeping: NodeJS.Timeout;

  constructor(parts: SessionParts, bounds: SessionBounds) {
    this.#parts = parts;
    this.#bounds = bounds;
    this.#sweeping = setInterval(
      () => {
        this.#sweep();
      },
      Math.max(10, bounds.sessionIdleMs / 4),
    ).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** A session of this caller's own; undefined for another's as for none. */
  find(id: string, owner: string): Session | undefined {
    const session = this.#open.get(id);
    if (session?.owner !== owner) return undefined;
    if (this.#isIdle(session)) {
      this.drop(session);
      return undefined;
    }
    session.usedAt = performance.now();
    return session;
  }

  /** Opens a session; undefined where there is no room. A caller who has as many as they may have loses the one used longest ago. */
  async open(owner: string, principal: RemotePrincipal): Promise<Session | undefined> {
    const own = [...this.#open.values()].filter((session) => session.owner === owner);
    if (own.length >= this.#bounds.sessionsMax) {
      const [oldest] = own.filter(({ isWaitedFor }) => !isWaitedFor).sort((a, b) => a.usedAt - b.usedAt);
      if (oldest === undefined) return undefined;
      this.drop(oldest);
    }
    if (this.#open.size >= this.#bounds.sessionsTotalMax) return undefined;
    const id = randomBytes(32).toString('base64url');
    const session = await Session.open(id, owner, principal, this.#parts);
    this.#open.set(id, session);
    return session;
  }

  drop(session: Session): void {
    if (this.#open.delete(session.id)) {
      void session.close().catch((fault: unknown) => {
        this.#parts.runtime.onFault(fault, 'the end of a session');
      });
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map((session) => session.close()));
  }

  #isIdle(session: Session): boolean {
    return !session.isWaitedFor && performance.now() - session.usedAt > this.#bounds.sessionIdleMs;
  }

  #sweep(): void {
    for (const session of this.#open.values()) if (this.#isIdle(session)) this.drop(session);
  }
}
