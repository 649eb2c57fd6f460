import type { Writable } from 'node:stream';

/** The output is gone: the other side closed it, or we did. Nothing more can be said there. */
export class OutputClosedError extends Error {
  constructor() {
    super('the output is closed');
    this.name = 'OutputClosedError';
  }
}

/**
 * Writes whole lines, one after another, and waits while the reader is slow: a line is done when the stream has room
 * for the next. It never writes part of a line of its own accord and never writes anything else.
 */
export class LineWriter {
  readonly #output: Writable;
  #last: Promise<void> = Promise.resolve();

  constructor(output: Writable) {
    this.#output = output;
  }

  /** Writes a line in turn. Rejects with OutputClosedError when the output is or becomes closed. */
  write(line: string): Promise<void> {
    const written = this.#last.then(() => this.#writeNow(line));
    // A failed line is its caller's to handle; the line behind it finds out for itself.
    this.#last = written.catch(() => undefined);
    return written;
  }

  #writeNow(line: string): Promise<void> {
    const output = this.#output;
    return new Promise((resolve, reject) => {
      if (output.destroyed || !output.writable) {
        reject(new OutputClosedError());
        return;
      }
      const settle = (failed: boolean): void => {
        output.off('drain', onDrain);
        output.off('error', onGone);
        output.off('close', onGone);
        if (failed) reject(new OutputClosedError());
        else resolve();
      };
      const onDrain = (): void => {
        settle(false);
      };
      const onGone = (): void => {
        settle(true);
      };
      output.once('drain', onDrain);
      output.once('error', onGone);
      output.once('close', onGone);
      if (output.write(`${line}\n`)) settle(false);
    });
  }
}
