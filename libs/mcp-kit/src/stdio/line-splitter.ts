/** One line of input: its bytes without the newline, or only the number of bytes of a line beyond the limit. */
export type Line =
  { readonly kind: 'line'; readonly bytes: Uint8Array } | { readonly kind: 'too_long'; readonly byteCount: number };

const NEWLINE = 0x0a;
const FIRST_CAPACITY_BYTES = 4096;

/**
 * Cuts a stream of bytes into lines and never holds more than one line of at most `lineBytesMax`: what is beyond the
 * limit is counted and let go as it arrives. The bytes of a line are a view that the next line may overwrite.
 */
export class LineSplitter {
  readonly #lineBytesMax: number;
  #held: Buffer;
  #heldBytes = 0;
  #discardedBytes = 0;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
    this.#held = Buffer.alloc(Math.min(FIRST_CAPACITY_BYTES, lineBytesMax));
  }

  /** The lines that end in this chunk. Take each to its end before asking for the next. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      start = end + 1;
      yield this.#finish(piece);
    }
    this.#hold(chunk.subarray(start));
  }

  /** The last line, when the input ended without a newline. */
  *end(): Generator<Line> {
    if (this.#heldBytes > 0 || this.#discardedBytes > 0) yield this.#finish(new Uint8Array());
  }

  #finish(piece: Uint8Array): Line {
    // Most lines arrive whole in one chunk and need no copy.
    if (this.#heldBytes === 0 && this.#discardedBytes === 0 && piece.length <= this.#lineBytesMax) {
      return { kind: 'line', bytes: piece };
    }
    this.#hold(piece);
    const byteCount = this.#discardedBytes;
    const bytes = this.#held.subarray(0, this.#heldBytes);
    this.#heldBytes = 0;
    this.#discardedBytes = 0;
    return byteCount > 0 ? { kind: 'too_long', byteCount } : { kind: 'line', bytes };
  }

  #hold(piece: Uint8Array): void {
    const needed = this.#heldBytes + piece.length;
    if (this.#discardedBytes > 0 || needed > this.#lineBytesMax) {
      this.#discardedBytes += needed;
      this.#heldBytes = 0;
      return;
    }
    if (needed > this.#held.length) {
      const grown = Buffer.alloc(Math.min(this.#lineBytesMax, Math.max(needed, this.#held.length * 2)));
      this.#held.copy(grown, 0, 0, this.#heldBytes);
      this.#held = grown;
    }
    this.#held.set(piece, this.#heldBytes);
    this.#heldBytes = needed;
  }
}
