import { Socket } from 'node:net';

type Written = (error?: Error | null) => void;

/**
 * A socket that sends what is written in one turn as one packet. Statements that are issued together, such as a BEGIN and the first ones
 * after it, then cost one write of the system instead of one each; handing bytes to the system is most of what a short call costs this
 * process. Order, bytes and answers are those of any socket, and nothing waits longer than the turn that wrote it.
 */
export class GatheringSocket extends Socket {
  #isGathering = false;

  override write(bytes: Uint8Array | string, written?: Written): boolean;
  override write(bytes: Uint8Array | string, encoding?: BufferEncoding, written?: Written): boolean;
  override write(bytes: Uint8Array | string, encoding?: BufferEncoding | Written, written?: Written): boolean {
    this.#gather();
    return typeof encoding === 'function' ? super.write(bytes, encoding) : super.write(bytes, encoding, written);
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      this.uncork();
    });
  }
}
