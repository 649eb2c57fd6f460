import { Socket } from 'node:net';

/**
 * A connection whose writes leave once per turn of the event loop, as one: statements that are sent together are one system call here and
 * one wake-up there, instead of one each. Nothing waits longer, because nothing is read before the turn ends.
 */
export class TurnSocket extends Socket {
  constructor() {
    super();
    // A socket gets a `write` of its own when it connects, so that one of its class would not be called.
    this.once('connect', () => {
      const write = this.write.bind(this) as (...args: unknown[]) => boolean;
      this.write = (...args: unknown[]) => {
        this.#gather();
        return write(...args);
      };
    });
  }

  override cork(): void {
    this.#gather();
    super.cork();
  }

  #gather(): void {
    if (this.writableCorked > 0) return;
    super.cork();
    process.nextTick(() => {
      this.uncork();
    });
  }
}
