import type { Clock } from '@supercargo/kernel';

/** After how long a list is read again while the last is used, and after how long nobody goes on without it. */
const FRESH_MS = 2_000;
const WAIT_MS = 4_000;
const READ_MS_MAX = 1_000;

export interface WatchedSource<T> {
  /** As it is told of in the log. */
  readonly name: string;
  readonly read: () => Promise<T>;
  readonly clock: Clock;
  readonly onFault: (fault: unknown, where: string) => void;
}

async function within<T>(milliseconds: number, name: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${name} took too long`)), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A list that somebody keeps elsewhere. What changes there is seen within 5 s; while it cannot be read there is none. */
export class WatchedList<T> {
  readonly #source: WatchedSource<T>;
  #list: T | undefined;
  #readAt = -Infinity;
  #flight: Promise<void> | undefined;

  constructor(source: WatchedSource<T>) {
    this.#source = source;
  }

  /** The list as it is now; undefined while it cannot be read, which refuses whatever is held against it. */
  async current(): Promise<T | undefined> {
    const waiting = this.refresh();
    if (waiting !== undefined) await waiting;
    return this.#list;
  }

  /** Reads again where that is due. Gives the reading only to those who must not go on without it. */
  refresh(): Promise<void> | undefined {
    const { clock } = this.#source;
    const age = Math.abs(clock().getTime() - this.#readAt);
    if (age < FRESH_MS) return undefined;
    this.#flight ??= this.#read().finally(() => (this.#flight = undefined));
    return age >= WAIT_MS || this.#list === undefined ? this.#flight : undefined;
  }

  readable(): boolean {
    return this.#list !== undefined;
  }

  async #read(): Promise<void> {
    const { name, read, clock, onFault } = this.#source;
    const startedAt = clock().getTime();
    try {
      this.#list = await within(READ_MS_MAX, name, read());
      this.#readAt = startedAt;
    } catch (failure) {
      this.#list = undefined;
      onFault(failure, name);
    }
  }
}
