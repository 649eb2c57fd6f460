import type { RequestId } from '@modelcontextprotocol/server';

interface Entry {
  readonly method: string;
  audited: boolean;
}

/** A request whose answer is the end of a subscription, not of work: nobody waits for it when the input ends. */
const LISTEN = 'subscriptions/listen';

/** The requests of one connection that have no answer yet. Numbers and strings are different ids (JSON-RPC 2.0 section 4). */
export class InFlight {
  readonly #entries = new Map<RequestId, Entry>();
  #waiting: (() => void)[] = [];

  get size(): number {
    return this.#entries.size;
  }

  has(id: RequestId): boolean {
    return this.#entries.has(id);
  }

  find(id: RequestId): Readonly<Entry> | undefined {
    return this.#entries.get(id);
  }

  add(id: RequestId, method: string): void {
    this.#entries.set(id, { method, audited: false });
  }

  /** The handler of this request has written, or will write, the audit record of whatever it answers. */
  markAudited(id: RequestId): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.audited = true;
  }

  remove(id: RequestId): void {
    this.#entries.delete(id);
    if (this.#isIdle()) this.#release();
  }

  /** Resolves when no work is left, or after `timeoutMs` whatever is left. */
  async whenIdle(timeoutMs: number): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Forgets everything: the connection is over. */
  clear(): void {
    this.#entries.clear();
    this.#release();
  }

  #isIdle(): boolean {
    return this.#entries.values().every((entry) => entry.method === LISTEN);
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
