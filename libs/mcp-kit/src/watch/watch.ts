import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestId } from '@modelcontextprotocol/server';
import { lookSteps } from '../call/call-steps.ts';
import { doorOf } from '../call/door-of.ts';
import type { CallRefusal } from '../call/refusal.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { look } from './look.ts';

/** Resources that one connection may watch at a time, each of which is read once in an interval. */
export const WATCHED_MAX = 20;

/** Who is told: a `subscriptions/listen` by its id, or, before 2026-07-28, the connection itself. */
export type Listener = RequestId | null;

/** How the connection tells its client. What is told is that a resource changed, never what it says now. */
export interface Telling {
  readonly changed: (uri: string) => Promise<void>;
  /** The listener has lost what it listened to: its role, or what an administrator stopped. */
  readonly ended: (listener: Listener) => Promise<void>;
}

/**
 * What one connection watches. Each resource is looked at again in its own READ ONLY transaction of the caller's tenant, with the caller's
 * role as it is then, one after another; a round begins when the one before is over. Nothing is looked at when nothing is watched.
 */
export class Watch {
  readonly #runtime: Runtime;
  readonly #principal: () => Principal;
  readonly #everyMs: number;
  readonly #telling: Telling;
  readonly #held = new Map<Listener, Set<string>>();
  readonly #seen = new Map<string, string>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param principal who watches, asked at each look: what they may see is decided then */
  constructor(runtime: Runtime, principal: () => Principal, everyMs: number, telling: Telling) {
    this.#runtime = runtime;
    this.#principal = principal;
    this.#everyMs = everyMs;
    this.#telling = telling;
  }

  /** Does this once what was begun before it is over. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Whether there is no room to watch these too. */
  full(uris: readonly string[]): CallRefusal | undefined {
    const together = new Set([...this.#seen.keys(), ...uris]);
    if (together.size <= WATCHED_MAX) return undefined;
    return {
      step: 'input',
      code: 'too_many_subscriptions',
      reason: `a connection watches at most ${WATCHED_MAX.toString()} resources at a time`,
      accepted: `${(WATCHED_MAX - this.#seen.size).toString()} more, or others once subscriptions have ended`,
    };
  }

  /** Watches what was seen just now, by URI. A resource that is watched already keeps what was seen first: others wait for its change. */
  hold(listener: Listener, seen: ReadonlyMap<string, string>): void {
    if (this.#stop.signal.aborted) return;
    const held = this.#held.get(listener) ?? new Set();
    this.#held.set(listener, held);
    for (const [uri, digest] of seen) {
      held.add(uri);
      if (!this.#seen.has(uri)) this.#seen.set(uri, digest);
    }
    if (held.size > 0) this.#running ??= this.#run();
  }

  /** Watches no more for a listener; of one resource only, where it is named. */
  drop(listener: Listener, uri?: string): void {
    const held = this.#held.get(listener);
    if (held === undefined) return;
    if (uri === undefined) held.clear();
    else held.delete(uri);
    if (held.size === 0) this.#held.delete(listener);
    for (const each of this.#seen.keys()) if (this.#listeners(each).length === 0) this.#seen.delete(each);
  }

  /** Ends all of it; resolves when the last look is over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#held.clear();
    this.#seen.clear();
    await this.#running;
  }

  #listeners(uri: string): readonly Listener[] {
    return [...this.#held].filter(([, held]) => held.has(uri)).map(([listener]) => listener);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#seen.size > 0) {
      // Not a reason to stay alive: the connection is.
      await sleep(this.#everyMs, undefined, { signal, ref: false }).catch(() => undefined);
      for (const uri of [...this.#seen.keys()]) {
        try {
          await this.#lookAgain(uri);
        } catch (fault) {
          // The database is away, or this one cannot be read: that look is lost, and no other.
          this.#runtime.onFault(fault, 'watch');
        }
      }
    }
    this.#running = undefined;
  }

  async #lookAgain(uri: string): Promise<void> {
    const before = this.#seen.get(uri);
    if (before === undefined) return;
    const [runtime, principal] = [this.#runtime, this.#principal()];
    const now = await doorOf(runtime, principal).read(principal.tenant, (tx) =>
      look({ runtime, principal, tx, name: uri, received: { uri }, found: {} }, lookSteps),
    );
    if (!now.ok && now.refusal.step !== 'perform') {
      this.#end(uri);
      return;
    }
    // What a reader would be refused now, because it is gone, has changed as well.
    const digest = now.ok ? now.value : `refused: ${now.refusal.code}`;
    if (digest === before || !this.#seen.has(uri)) return;
    this.#seen.set(uri, digest);
    // A client that is gone is an ordinary end, and one that does not read holds nobody up.
    void this.#telling.changed(uri).catch(() => undefined);
  }

  #end(uri: string): void {
    for (const listener of this.#listeners(uri)) {
      this.drop(listener, listener === null ? uri : undefined);
      void this.#telling.ended(listener).catch(() => undefined);
    }
  }
}
